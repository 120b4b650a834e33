import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './http.ts';

/** The browser's cache: fresh for half a minute, and what the person did wrong is not tried again. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });

/** For what an open page follows within seconds without a reload: choices, prices and settings that an administrator may change meanwhile. */
export const FOLLOWED = { refetchInterval: 4_000, staleTime: 2_000 } as const;
