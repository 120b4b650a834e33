'use client';

import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '#client/http.ts';

interface Act<Input, Output> {
  run: (input: Input) => Promise<Output>;
  /** What the toast says when it is done; null says nothing. */
  done?: (output: Output, input: Input) => string | null;
  /** Offered in the toast. Undoing is a new write, with its own audit event. */
  undo?: (output: Output, input: Input) => (() => Promise<unknown>) | null;
  /** What is read anew afterwards. */
  refresh?: readonly QueryKey[];
  onDone?: (output: Output, input: Input) => void;
  /** Handles an error itself (for example a field error in a form) when it returns true. */
  onError?: (error: unknown, input: Input) => boolean;
}

/** One act of a person on the server's data: runs it, says how it went, reads anew what it touched, offers Undo. */
export function useAct<Input = void, Output = unknown>(act: Act<Input, Output>) {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all((act.refresh ?? []).map((queryKey) => client.invalidateQueries({ queryKey })));
  return useMutation<Output, Error, Input>({
    mutationFn: act.run,
    onSuccess: async (output, input) => {
      await refresh();
      const message = act.done?.(output, input);
      const undo = act.undo?.(output, input);
      if (message) tell(message, undo && (() => undo().then(refresh, tellError)));
      act.onDone?.(output, input);
    },
    onError: (error, input) => {
      if (!act.onError?.(error, input)) tellError(error);
    },
  });
}

/** How long a toast stays, in milliseconds: long enough to see what an act did elsewhere before taking it back. Mantine stops the time while it is pointed at or has the focus. */
const STAYS = { plain: 5_000, undo: 20_000, error: 12_000 };

let newest: (() => void) | null = null;

/** Takes back the newest act whose toast still offers it: the toast is far away for somebody without a pointer. */
export const undoNewest = (): void => newest?.();

/** A toast, with Undo when there is a way back. */
export function tell(message: string, undo?: (() => Promise<unknown>) | null): void {
  const id = `toast-${message}`;
  const takeBack = () => {
    newest = null;
    notifications.hide(id);
    void undo?.().then(() => tell('Undone.'));
  };
  if (undo) newest = takeBack;
  notifications.show({
    id,
    autoClose: undo ? STAYS.undo : STAYS.plain,
    color: 'accent',
    onClose: () => {
      if (newest === takeBack) newest = null;
    },
    message: undo ? (
      <Group justify="space-between" wrap="nowrap">
        <Text c="var(--mantine-color-text)">{message}</Text>
        <Button variant="default" onClick={takeBack} aria-keyshortcuts="Control+Z Meta+Z" title="Ctrl Z">
          Undo
        </Button>
      </Group>
    ) : (
      <Text c="var(--mantine-color-text)">{message}</Text>
    ),
  });
}

/** A toast for what went wrong, with the request id. */
export function tellError(error: unknown): void {
  const requestId = error instanceof ApiError ? error.requestId : null;
  notifications.show({
    color: 'red',
    title: 'That did not work',
    autoClose: STAYS.error,
    role: 'alert',
    message: (
      <Text c="var(--mantine-color-text)">
        {error instanceof Error ? error.message : String(error)}
        {requestId ? (
          <Text span display="block" fz="xs" c="dimmed">
            Request id {requestId}
          </Text>
        ) : null}
      </Text>
    ),
  });
}

/** Shows the field errors of a 422 in the form: the `onError` of an act that a form sends. */
export const intoForm =
  (form: { setErrors: (errors: Record<string, string>) => void }) =>
  (error: unknown): boolean => {
    const errors = fieldErrors(error);
    if (errors) form.setErrors(errors);
    return errors !== null;
  };

/** The field errors of a 422 as a form's errors, or null when it is another error. */
export function fieldErrors(error: unknown): Record<string, string> | null {
  if (!(error instanceof ApiError) || error.errors.length === 0) return null;
  const camel = (path: string) => path.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(error.errors.map(({ path, message }) => [camel(path), message]));
}
