'use client';

import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#client/api.ts';
import { type ModelView, modelReferencesQuery, REGISTRY } from '#client/models.ts';
import { Button, type Impact, ImpactDialog, impactsOf, Text, useAct } from '#components/ui/index.ts';
import { undoBulk } from './undo.ts';

type Action = 'activate' | 'deactivate';

/** Switches the selected models on or off: says what that touches, what came of each, and undoes what was done. */
export function BulkActs({ models, onDone }: { models: readonly ModelView[]; onDone: () => void }) {
  const [asked, setAsked] = useState<Action>();
  const references = useQueries({
    queries: asked === 'deactivate' ? models.map((model) => modelReferencesQuery(model.id)) : [],
  });
  const bulk = useAct({
    run: (action: Action) =>
      call('POST admin/ai-models/bulk', {
        body: { action, models: models.map(({ id, version }) => ({ id, version })) },
      }),
    refresh: REGISTRY,
    done: ({ results }) => {
      const refused = results.filter((result) => !result.ok);
      const done = results.length - refused.length;
      return `${done} done${refused.length > 0 ? `, ${refused.length} left as they were: ${refused[0]?.message}` : '.'}`;
    },
    undo: ({ results }, action) => {
      const changed = new Set(results.filter((result) => result.ok).map((result) => result.id));
      return undoBulk(
        action,
        models.filter(
          (model) => changed.has(model.id) && (model.status === 'active') === (action === 'deactivate'),
        ),
      );
    },
    onDone: () => {
      setAsked(undefined);
      onDone();
    },
  });
  const impacts = references.map(({ data }) => impactsOf(data));
  const off = asked === 'deactivate';
  return (
    <>
      <Button variant="default" onClick={() => setAsked('activate')}>
        Activate …
      </Button>
      <Button variant="default" onClick={() => setAsked('deactivate')}>
        Deactivate …
      </Button>
      {asked ? (
        <ImpactDialog
          opened
          onClose={() => setAsked(undefined)}
          title={`${off ? 'Deactivate' : 'Activate'} ${models.length} ${models.length === 1 ? 'model' : 'models'}`}
          summary={
            off
              ? 'They disappear from the choices. Sites that chose one are served by what stands in for it, and are told why. A default stays: make another model the default first.'
              : 'They appear among the choices of site owners. One that lacks a price or a key of its provider stays as it is, and you are told.'
          }
          impacts={off ? merged(impacts) : []}
          confirm={off ? 'Deactivate' : 'Activate'}
          danger={off}
          working={bulk.isPending}
          onConfirm={() => bulk.mutate(asked)}
        >
          <Text fz="sm">{models.map((model) => model.displayName).join(', ')}</Text>
          <Text fz="sm" c="dimmed">
            You can undo this from the message that follows.
          </Text>
        </ImpactDialog>
      ) : null}
    </>
  );
}

/** What several models touch, each thing named once; undefined until all is known. */
function merged(all: readonly (Impact[] | undefined)[]): Impact[] | undefined {
  const found = new Map<string, { items: Set<string>; most: number }>();
  for (const impacts of all) {
    if (!impacts) return undefined;
    for (const { what, items, total } of impacts) {
      const known = found.get(what) ?? { items: new Set<string>(), most: 0 };
      found.set(what, { items: known.items.union(new Set(items)), most: Math.max(known.most, total ?? 0) });
    }
  }
  return [...found].map(([what, { items, most }]) => ({
    what,
    items: [...items],
    total: Math.max(most, items.size),
  }));
}
