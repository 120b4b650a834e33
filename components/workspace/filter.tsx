'use client';

import { Select } from '#components/ui/index.ts';

interface Props<Value extends string> {
  label: string;
  value: Value | null;
  choices: { value: Value; label: string }[];
  onChange: (value: Value | null) => void;
  width?: number;
}

/** One filter of a list: a choice, or any. */
export function Filter<Value extends string>({ label, value, choices, onChange, width = 150 }: Props<Value>) {
  return (
    <Select
      size="xs"
      w={width}
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      data={choices}
      value={value}
      onChange={(next) => onChange(next as Value | null)}
    />
  );
}
