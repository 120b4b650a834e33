'use client';

import { TextInput, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import classes from './inline-edit.module.css';

interface Props {
  /** What is edited, and of what: "Cost of input of …". */
  label: string;
  value: string;
  /** The value as it stands in the table; an empty one needs words too. */
  shown: string;
  /** Why a text cannot be taken, or null; asked at each key. */
  check: (text: string) => string | null;
  onSave: (text: string) => void;
}

/** A value that is edited where it stands: Enter or a click begins, Enter saves, Tab saves and goes on, Escape takes it back. */
export function InlineEdit({ label, value, shown, check, onSave }: Props) {
  const [text, setText] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const left = useRef(false);
  const fault = text === null ? null : check(text.trim());
  const leave = (refocus: boolean) => {
    left.current = true; // taking the focused field away makes some browsers tell of a blur
    flushSync(() => setText(null));
    if (refocus) button.current?.focus();
  };
  const save = (refocus: boolean): boolean => {
    if (text === null || fault || left.current) return false;
    if (text.trim() !== value) onSave(text.trim());
    leave(refocus);
    return true;
  };
  const begin = () => {
    left.current = false;
    setText(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      save(true);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      leave(true);
    } else if (event.key === 'Tab') {
      // The button takes the field's place first, so that the browser's own Tab goes on from there.
      if (!save(true)) event.preventDefault();
    }
  };
  if (text === null) {
    return (
      <UnstyledButton
        ref={button}
        className={classes.value}
        aria-label={`${label}: ${shown}. Edit`}
        onClick={begin}
      >
        {shown}
      </UnstyledButton>
    );
  }
  return (
    <TextInput
      size="xs"
      w={110}
      aria-label={label}
      inputMode="decimal"
      autoFocus
      value={text}
      error={fault}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (!left.current && !save(false)) leave(false);
      }}
    />
  );
}
