'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { query } from '#client/api.ts';
import type { TierView } from '#client/models.ts';
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  Page,
  Text,
} from '#components/ui/index.ts';
import { TierDialog } from './tier-dialog.tsx';

/** The tiers that site owners choose from, and which model keeps each promise. */
export function TiersPage() {
  const tiers = useQuery(query('GET admin/quality-tiers'));
  const [editing, setEditing] = useState<TierView>();
  return (
    <Page
      title="Tiers"
      description="A site owner picks a tier; you decide which model serves it. The price is the model's."
    >
      {tiers.error ? <ErrorState error={tiers.error} retry={() => tiers.refetch()} /> : null}
      <DataTable
        label="Tiers"
        columns={columns(setEditing)}
        rows={tiers.data?.data}
        rowId={(tier) => tier.tier}
        empty={<EmptyState title="No tiers" />}
      />
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
        {tier.servedBy && tier.servedBy.id !== tier.model?.id ? (
          <Text fz="xs" c="dimmed">
            {tier.servedBy.displayName} serves
          </Text>
        ) : null}
        {tier.available ? null : (
          <Text fz="xs" c="red">
            {tier.reason ?? 'Not available'}
          </Text>
        )}
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
