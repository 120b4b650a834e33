'use client';

import { Button, Center, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** Fetches the next page; shown only while there is one. */
export function LoadMore({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
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
      rightSection={
        text ? <CloseButton size="xs" aria-label="Clear the search" onClick={() => onChange('')} /> : null
      }
    />
  );
}
