'use client';

import { useState } from 'react';
import type { ArticleRow } from '#client/content/writer.ts';
import { MultiSelect, useDebouncedValue } from '#components/ui/index.ts';
import { useList } from './hooks.ts';

interface Props {
  siteId: string;
  value: string[];
  onChange: (ids: string[]) => void;
  disabled: boolean;
}

/** Chooses articles by title; the latest come first, others are found by typing. */
export function ArticlePicker({ siteId, value, onChange, disabled }: Props) {
  const [search, setSearch] = useState('');
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const [q] = useDebouncedValue(search, 250);
  const { rows } = useList<ArticleRow>(siteId, 'articles', { limit: 50, sort: '-updated_at', q });
  const found = new Map([
    ...[...titles].filter(([id]) => value.includes(id)),
    ...(rows ?? []).map((row) => [row.id, row.title] as const),
  ]);
  return (
    <MultiSelect
      label="Articles"
      placeholder={value.length === 0 ? 'Choose articles' : ''}
      searchable
      clearable
      hidePickedOptions
      maxValues={50}
      disabled={disabled}
      nothingFoundMessage={rows ? 'No article with these words' : 'Looking …'}
      filter={({ options }) => options}
      data={[...found].map(([id, title]) => ({ value: id, label: title }))}
      value={value}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(ids) => {
        setTitles(found);
        onChange(ids);
      }}
    />
  );
}
