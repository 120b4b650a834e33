'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelKeys, modelsQuery, type TierView, tiersQuery, updateTier } from '#client/models.ts';
import { PricePreview } from '#components/credits/price-preview.tsx';
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  fieldErrors,
  Group,
  Modal,
  Page,
  Select,
  Stack,
  Text,
  TextInput,
  useAct,
} from '#components/ui/index.ts';

/** The tiers that site owners choose from, and which model keeps each promise. */
export function TiersPage() {
  const query = useQuery(tiersQuery());
  const [editing, setEditing] = useState<TierView>();
  return (
    <Page title="Tiers" description="A site owner picks a tier; you decide which model serves it. The price is the model's.">
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable label="Tiers" columns={columns(setEditing)} rows={query.data?.data} rowId={(tier) => tier.tier} empty={<EmptyState title="No tiers" />} />
      {editing ? <TierDialog tier={editing} onClose={() => setEditing(undefined)} /> : null}
    </Page>
  );
}

const columns = (edit: (tier: TierView) => void): Column<TierView>[] => [
  { key: 'label', header: 'Tier', cell: (tier) => <Text fw={500}>{tier.label}</Text> },
  { key: 'card', header: 'What site owners read', wide: true, cell: (tier) => tier.cardLabel },
  {
    key: 'model',
    header: 'Model',
    cell: (tier) => (
      <Group gap={6}>
        {tier.model?.displayName ?? 'None'}
        {tier.servedBy && tier.servedBy.id !== tier.model?.id ? <Badge color="orange">{tier.servedBy.displayName} serves</Badge> : null}
        {tier.available ? null : <Badge color="red">{tier.reason ?? 'Not available'}</Badge>}
      </Group>
    ),
  },
  {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (tier) => (
      <Button variant="default" onClick={() => edit(tier)} aria-label={`Change ${tier.label}`}>
        Change
      </Button>
    ),
  },
];

function TierDialog({ tier, onClose }: { tier: TierView; onClose: () => void }) {
  const [label, setLabel] = useState(tier.label);
  const [modelId, setModelId] = useState(tier.model?.id ?? null);
  const models = useQuery(modelsQuery({ modelType: 'image' })).data?.data ?? [];
  const chosen = models.find((model) => model.id === modelId);
  const before = models.find((model) => model.id === tier.model?.id);
  const moved = modelId !== null && modelId !== tier.model?.id;
  const save = useAct({
    run: () => updateTier(tier, { ...(label !== tier.label ? { label } : {}), ...(moved ? { modelId } : {}) }),
    refresh: [modelKeys.all],
    done: (after) => `${after.label} is changed.`,
    undo: (after) => () => updateTier(after, { label: tier.label, ...(moved && tier.model ? { modelId: tier.model.id } : {}) }),
    onDone: onClose,
    onError: (error) => fieldErrors(error) !== null,
  });
  return (
    <Modal opened onClose={onClose} title={`Change ${tier.label}`}>
      <Stack gap="md">
        <TextInput
          label="Label"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={save.error ? (fieldErrors(save.error)?.['label'] ?? undefined) : undefined}
        />
        <Select
          label="Served by"
          data={models.filter((model) => model.status !== 'retired').map((model) => ({ value: model.id, label: `${model.displayName} · ${model.label}` }))}
          value={modelId}
          onChange={setModelId}
          searchable
          error={save.error ? (fieldErrors(save.error)?.['modelId'] ?? undefined) : undefined}
        />
        {moved ? (
          <Text>
            Site owners who chose {tier.label} pay {chosen?.label ?? 'the new model’s price'} from now on{before ? `, instead of ${before.label}` : ''}.{' '}
            {before ? `${before.displayName} leaves the choices.` : ''}
          </Text>
        ) : null}
        {moved && tier.model ? <PricePreview modelId={modelId} draft={{ replacesModelId: tier.model.id }} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={save.isPending} disabled={!moved && label === tier.label} onClick={() => save.mutate()}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
