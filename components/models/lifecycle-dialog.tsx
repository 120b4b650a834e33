'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  activateModel,
  deactivateModel,
  deleteModel,
  type ModelView,
  makeDefault,
  modelsQuery,
  REGISTRY,
  retireModel,
} from '#client/models.ts';
import { PricePreview } from '#components/credits/price-preview.tsx';
import { ImpactDialog, Select, Text, useAct } from '#components/ui/index.ts';
import { useModelImpact } from './impact.ts';
import { type Act, undoOf } from './undo.ts';

const WORDS: Record<
  Act,
  { title: (name: string) => string; confirm: string; done: (name: string) => string }
> = {
  default: {
    title: (name) => `Make ${name} the default`,
    confirm: 'Make it the default',
    done: (name) => `${name} is the default now.`,
  },
  activate: {
    title: (name) => `Activate ${name}`,
    confirm: 'Activate',
    done: (name) => `${name} is a choice now.`,
  },
  deactivate: {
    title: (name) => `Deactivate ${name}`,
    confirm: 'Deactivate',
    done: (name) => `${name} is no longer a choice.`,
  },
  retire: { title: (name) => `Retire ${name}`, confirm: 'Retire', done: (name) => `${name} is retired.` },
  delete: { title: (name) => `Delete ${name}`, confirm: 'Delete', done: (name) => `${name} is deleted.` },
};

interface Props {
  model: ModelView | undefined;
  act: Act | undefined;
  onClose: () => void;
  onDeleted?: () => void;
}

/** One dialog before every act on a model's life: what it touches, what serves instead, and the way back. */
export function LifecycleDialog({ model, act, onClose, onDeleted }: Props) {
  const [instead, setInstead] = useState<string | null>(null);
  useEffect(() => setInstead(model?.successor?.id ?? null), [model]);
  const models =
    useQuery({ ...modelsQuery({ modelType: model?.modelType }), enabled: model !== undefined }).data?.data ??
    [];
  const oldDefault = models.find((other) => other.isDefault);
  // Another default touches those who follow the present one.
  const impacts = useModelImpact(
    model && act ? (act === 'default' ? (oldDefault?.id ?? model.id) : model.id) : undefined,
  );
  const replacesDefault = act === 'deactivate' && model?.isDefault === true;
  const run = useAct({
    run: async () => {
      if (!model || !act) return undefined;
      if (act === 'default') return makeDefault(model);
      if (act === 'activate') return activateModel(model);
      if (act === 'deactivate')
        return deactivateModel(model, replacesDefault && instead ? { replacementDefaultId: instead } : {});
      if (act === 'retire') return retireModel(model, instead);
      await deleteModel(model);
      return undefined;
    },
    refresh: REGISTRY,
    done: () => (model && act ? WORDS[act].done(model.displayName) : null),
    undo: () => (model && act ? undoOf(act, model, oldDefault) : null),
    onDone: () => {
      onClose();
      if (act === 'delete') onDeleted?.();
    },
  });
  if (!model || !act) return null;
  const needsSuccessor = act === 'retire' || replacesDefault;
  const candidates = models.filter(
    (other) =>
      other.id !== model.id &&
      (replacesDefault ? other.status === 'active' : other.status === 'active' || other.status === 'standby'),
  );
  return (
    <ImpactDialog
      opened
      onClose={onClose}
      title={WORDS[act].title(model.displayName)}
      summary={summaryOf(act, model, oldDefault)}
      impacts={act === 'activate' ? [] : act === 'default' && !oldDefault ? [] : impacts}
      confirm={WORDS[act].confirm}
      danger={act === 'retire' || act === 'delete' || act === 'deactivate'}
      working={run.isPending}
      blocked={
        replacesDefault && !instead
          ? 'It is the default. Choose which model becomes the default instead.'
          : null
      }
      onConfirm={() => run.mutate()}
    >
      {needsSuccessor ? (
        <Select
          label={replacesDefault ? 'New default' : 'What serves instead'}
          description={
            replacesDefault
              ? undefined
              : 'Sites that use it keep their price until you change it; this model does the work.'
          }
          placeholder={act === 'retire' ? 'Nothing: those who chose it get the default' : 'Choose a model'}
          data={candidates.map((other) => ({
            value: other.id,
            label: `${other.displayName} · ${other.label}`,
          }))}
          value={instead}
          onChange={setInstead}
          clearable={act === 'retire'}
          searchable
        />
      ) : null}
      {act === 'default' && oldDefault && oldDefault.id !== model.id ? (
        <PricePreview modelId={model.id} draft={{ replacesModelId: oldDefault.id }} />
      ) : null}
      {replacesDefault && instead ? (
        <PricePreview modelId={instead} draft={{ replacesModelId: model.id }} />
      ) : null}
      {act === 'retire' && instead && model.price ? (
        <PricePreview modelId={instead} draft={{ replacesModelId: model.id, ...keptPrice(model.price) }} />
      ) : null}
      <Text fz="sm" c="dimmed">
        You can undo this from the message that follows.
      </Text>
    </ImpactDialog>
  );
}

/** A successor serves at the price that customers know. */
const keptPrice = ({ tokensPerCredit, creditsPerImage }: NonNullable<ModelView['price']>) => ({
  ...(tokensPerCredit === null ? {} : { tokensPerCredit }),
  ...(creditsPerImage === null ? {} : { creditsPerImage }),
});

function summaryOf(act: Act, model: ModelView, oldDefault: ModelView | undefined): string {
  const kind = model.modelType;
  switch (act) {
    case 'default':
      return oldDefault && oldDefault.id !== model.id
        ? `The default ${kind} model changes from ${oldDefault.displayName} (${oldDefault.label}) to ${model.displayName} (${model.label}). Sites without a choice of their own follow it at once.`
        : `${model.displayName} (${model.label}) becomes the default ${kind} model.`;
    case 'activate':
      return `${model.displayName} appears among the choices of site owners at ${model.label}.`;
    case 'deactivate':
      return `${model.displayName} disappears from the choices. Sites that chose it are served by what stands in for it, and are told why.`;
    case 'retire':
      return `${model.displayName} is taken away for good. It is never called again.`;
    case 'delete':
      return `${model.displayName} is removed. This works only while nothing refers to it.`;
  }
}
