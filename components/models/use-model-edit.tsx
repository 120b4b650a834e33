'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '#client/http.ts';
import { type ModelChange, type ModelView, modelQuery, REGISTRY, updateModel } from '#client/models.ts';
import { StaleDialog, useAct } from '#components/ui/index.ts';

interface Edit {
  model: ModelView;
  change: ModelChange;
}

const LABELS: Partial<Record<keyof ModelChange, string>> = {
  displayName: 'Name for people',
  qualityTier: 'Tier',
  contextWindow: 'Context window',
  maxOutputTokens: 'Most output',
  validSizes: 'Sizes',
  inputCostPerMtok: 'Cost of input',
  outputCostPerMtok: 'Cost of output',
  costPerImage: 'Cost of an image',
  shutdownAt: 'Shuts down on',
  successorId: 'Successor',
};

/** Saves a change of a model's facts, with Undo; a stale one asks whose version stays. `dialog` is to be rendered. */
export function useModelEdit(
  options: { onDone?: (saved: ModelView) => void; onError?: (error: unknown) => boolean } = {},
): {
  save: (edit: Edit) => void;
  isSaving: boolean;
  dialog: ReactNode;
} {
  const [stale, setStale] = useState<Edit>();
  const current = useQuery({
    ...modelQuery(stale?.model.id ?? ''),
    enabled: stale !== undefined,
    staleTime: 0,
  });
  const act = useAct({
    run: ({ model, change }: Edit) => updateModel(model, change),
    refresh: REGISTRY,
    done: (saved) => `${saved.displayName} is saved.`,
    undo:
      (saved, { model, change }) =>
      () =>
        updateModel(saved, before(model, change)),
    onDone: (saved) => {
      setStale(undefined);
      options.onDone?.(saved);
    },
    onError: (error, edit) => {
      if (error instanceof ApiError && error.status === 412) {
        setStale(edit);
        return true;
      }
      return options.onError?.(error) ?? false;
    },
  });
  const now = current.isFetching ? undefined : current.data;
  const dialog = stale ? (
    <StaleDialog
      title={`${stale.model.displayName} was changed in the meantime`}
      fields={now ? compare(stale.change, now) : null}
      working={act.isPending}
      onMine={() => now && act.mutate({ model: now, change: stale.change })}
      onTheirs={() => setStale(undefined)}
    />
  ) : null;
  return { save: act.mutate, isSaving: act.isPending, dialog };
}

const keysOf = (change: ModelChange) => Object.keys(change) as (keyof ModelChange & keyof ModelView)[];
const before = (model: ModelView, change: ModelChange): ModelChange =>
  Object.fromEntries(keysOf(change).map((key) => [key, model[key]]));
const shown = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? '–'
    : Array.isArray(value)
      ? value.join(', ')
      : String(value);

const compare = (change: ModelChange, now: ModelView) =>
  keysOf(change)
    .map((key) => ({ label: LABELS[key] ?? key, mine: shown(change[key]), theirs: shown(now[key]) }))
    .filter((field) => keysOf(change).length === 1 || field.mine !== field.theirs);
