'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { query } from '#client/api.ts';
import { modelsQuery, REGISTRY, type TierView, updateTier } from '#client/models.ts';
import { PricePreview } from '#components/credits/price-preview.tsx';
import { fieldErrors, ImpactDialog, Select, Text, TextInput, useAct } from '#components/ui/index.ts';
import { useModelImpact } from './impact.ts';

/** Another label for a tier, or another model that serves it: who feels it, what it would have cost, and the way back. */
export function TierDialog({ tier, onClose }: { tier: TierView; onClose: () => void }) {
  const [label, setLabel] = useState(tier.label);
  const [modelId, setModelId] = useState(tier.model?.id ?? null);
  const models = useQuery(modelsQuery({ modelType: 'image' })).data?.data ?? [];
  const tiers = useQuery(query('GET admin/quality-tiers')).data?.data ?? [];
  const impacts = useModelImpact(tier.model?.id);
  const chosen = models.find((model) => model.id === modelId);
  const before = models.find((model) => model.id === tier.model?.id);
  const moved = modelId !== null && modelId !== tier.model?.id;
  // The one that is chosen may serve another tier now, which it leaves.
  const left = moved
    ? tiers.find((other) => other.tier !== tier.tier && other.model?.id === modelId)
    : undefined;
  const save = useAct({
    run: () =>
      updateTier(tier, { ...(label !== tier.label ? { label } : {}), ...(moved ? { modelId } : {}) }),
    refresh: REGISTRY,
    done: (after) => `${after.label} is changed.`,
    undo: (after) => () =>
      updateTier(after, { label: tier.label, ...(moved && tier.model ? { modelId: tier.model.id } : {}) }),
    onDone: onClose,
    onError: (error) => fieldErrors(error) !== null,
  });
  const errors = save.error ? fieldErrors(save.error) : null;
  return (
    <ImpactDialog
      opened
      onClose={onClose}
      title={`Change ${tier.label}`}
      summary={
        moved
          ? `Site owners who chose ${tier.label} pay ${chosen?.label ?? 'the new model’s price'} from now on${before ? `, instead of ${before.label}. ${before.displayName} leaves the choices` : ''}.`
          : 'A site owner picks a tier; the model that serves it may change under it.'
      }
      impacts={moved && tier.model ? impacts : []}
      confirm="Save"
      working={save.isPending}
      blocked={
        left
          ? `${chosen?.displayName} serves ${left.label} now, and would leave it without a model. Give ${left.label} to another model first.`
          : null
      }
      onConfirm={() => save.mutate()}
    >
      <TextInput
        label="Label"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={errors?.['label']}
      />
      <Select
        label="Served by"
        data={models
          .filter((model) => model.status !== 'retired')
          .map((model) => ({ value: model.id, label: `${model.displayName} · ${model.label}` }))}
        value={modelId}
        onChange={setModelId}
        searchable
        error={errors?.['modelId']}
      />
      {moved && tier.model ? (
        <PricePreview modelId={modelId} draft={{ replacesModelId: tier.model.id }} />
      ) : null}
      <Text fz="sm" c="dimmed">
        You can undo this from the message that follows.
      </Text>
    </ImpactDialog>
  );
}
