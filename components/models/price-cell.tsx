'use client';

import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import type { ModelView } from '#client/models.ts';
import { ActionIcon, Group, Stack, Text, When } from '#components/ui/index.ts';
import { NewPriceDialog } from './new-price-dialog.tsx';

/** The price in force with what comes next; the pencil opens a new version, never an edit in place. */
export function PriceCell({ model }: { model: ModelView }) {
  const [editing, setEditing] = useState(false);
  return (
    <Group gap={4} wrap="nowrap">
      <Stack gap={0}>
        <Text fz="sm" style={{ whiteSpace: 'nowrap' }}>
          {model.price?.label ?? 'No price'}
        </Text>
        {model.nextPrice ? (
          <Text fz="xs" c="dimmed">
            {model.nextPrice.label} from <When at={model.nextPrice.effectiveFrom} dayOnly />
          </Text>
        ) : null}
      </Stack>
      {model.status === 'retired' ? null : (
        <ActionIcon
          size="sm"
          aria-label={`New price for ${model.displayName}`}
          onClick={() => setEditing(true)}
        >
          <IconPencil size={14} aria-hidden />
        </ActionIcon>
      )}
      {editing ? <NewPriceDialog model={model} onClose={() => setEditing(false)} /> : null}
    </Group>
  );
}
