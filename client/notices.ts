import { queryOptions } from '@tanstack/react-query';
import type { Notice as NoticeValue } from '#domain/notices/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, type List } from './http.ts';

export type Notice = Wire<NoticeValue>;

/** The newest notices for the person; looked at again and again, since what they tell of happens without them. */
export const noticesQuery = () =>
  queryOptions({
    queryKey: ['notices'],
    queryFn: () => api.get<List<Notice>>('notices', { limit: 20 }),
    refetchInterval: 15_000,
    staleTime: 0,
  });
export const readNotice = (id: string) => api.post<Notice>(`notices/${id}/read`);
