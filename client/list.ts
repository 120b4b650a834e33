import { type InfiniteData, infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';
import { api, type List, type Query } from './http.ts';

/** A cursor-paged list of the API for useInfiniteQuery; a page's server prefetch puts `firstPage(await domainCall())` under the same key. */
export const listQueryOptions = <Row>(key: QueryKey, path: string, query: Query = {}) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => api.get<List<Row>>(path, { ...query, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** All rows fetched so far, or undefined while the first page loads. */
export const rowsOf = <Row>(data: InfiniteData<List<Row>> | undefined): Row[] | undefined =>
  data?.pages.flatMap((page) => page.data);
