'use client';

import { Button, Center, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type InfiniteData, infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type Query } from '#client/http.ts';

export interface ListPage<Row> {
  data: Row[];
  nextCursor: string | null;
}

/** A cursor-paged list of the API for useInfiniteQuery; a page's server prefetch puts `firstPage(await domainCall())` under the same key. */
export const listQueryOptions = <Row,>(key: QueryKey, path: string, query: Query = {}) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => api.get<ListPage<Row>>(path, { ...query, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** All rows fetched so far, or undefined while the first page loads. */
export const rowsOf = <Row,>(data: InfiniteData<ListPage<Row>> | undefined): Row[] | undefined => data?.pages.flatMap((page) => page.data);

/** Fetches the next page; shown only while there is one. */
export function LoadMore({ query }: { query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown } }) {
  if (!query.hasNextPage) return null;
  return (
    <Center>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Show more
      </Button>
    </Center>
  );
}

/** A search field that writes its text after a short pause in typing, and at once when cleared. */
export function SearchInput({
  value,
  onChange,
  label,
  width = 260,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  width?: number | string;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const write = useDebouncedCallback(onChange, 250);
  return (
    <TextInput
      w={width}
      size="xs"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        write(event.currentTarget.value);
      }}
      rightSection={text ? <CloseButton size="xs" aria-label="Clear the search" onClick={() => onChange('')} /> : null}
    />
  );
}
