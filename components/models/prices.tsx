'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, query, type RowOf } from '#client/api.ts';
import { type ModelView, REGISTRY } from '#client/models.ts';
import {
  Badge,
  Button,
  confirmAct,
  EmptyState,
  ErrorState,
  Group,
  Section,
  Skeleton,
  Text,
  Timeline,
  useAct,
  When,
} from '#components/ui/index.ts';
import { NewPriceDialog } from './new-price-dialog.tsx';

type PriceView = RowOf<'GET admin/ai-models/{id}/prices'>;

const STATE: Record<PriceView['state'], [string, string]> = {
  in_force: ['In force', 'green'],
  scheduled: ['Scheduled', 'accent'],
  past: ['Past', 'gray'],
  cancelled: ['Cancelled', 'gray'],
};

/** Prices of a model, scheduled ones first, then now, then what was; nothing here is ever edited. */
export function Prices({ model }: { model: ModelView }) {
  const [adding, setAdding] = useState(false);
  const params = { id: model.id };
  const prices = useQuery(query('GET admin/ai-models/{id}/prices', { params }));
  const cancel = useAct({
    run: (price: PriceView) =>
      call('POST admin/ai-models/{id}/prices/{priceId}/cancel', { params: { ...params, priceId: price.id } }),
    refresh: REGISTRY,
    done: (_, price) => `${price.label} will not start.`,
    undo:
      (_, { tokensPerCredit, creditsPerImage, effectiveFrom, reason }) =>
      () =>
        call('POST admin/ai-models/{id}/prices', {
          params,
          body: {
            ...(tokensPerCredit ? { tokensPerCredit } : {}),
            ...(creditsPerImage ? { creditsPerImage } : {}),
            ...(reason ? { reason } : {}),
            effectiveFrom,
          },
          idempotencyKey: crypto.randomUUID(),
        }),
  });
  const ask = async (price: PriceView) => {
    if (
      await confirmAct({
        title: 'Cancel the scheduled price',
        body: `${price.label} will not start. The price in force goes on.`,
        confirm: 'Cancel this price',
      })
    )
      cancel.mutate(price);
  };
  return (
    <Section
      title="Prices"
      description="A change is a new version; what was charged keeps the price it was charged at."
      actions={model.status === 'retired' ? null : <Button onClick={() => setAdding(true)}>New price</Button>}
    >
      {prices.error ? <ErrorState error={prices.error} retry={() => prices.refetch()} /> : null}
      {prices.isPending ? <Skeleton height={80} /> : null}
      {prices.data?.data.length === 0 ? (
        <EmptyState title="No price yet" description="Without one the model cannot be activated." />
      ) : null}
      <Timeline bulletSize={12} lineWidth={2} active={-1}>
        {prices.data?.data.map((price) => (
          <Timeline.Item
            key={price.id}
            title={
              <Group gap="xs">
                <Text fw={600} td={price.state === 'cancelled' ? 'line-through' : 'none'}>
                  {price.label}
                </Text>
                <Badge color={STATE[price.state][1]}>{STATE[price.state][0]}</Badge>
              </Group>
            }
          >
            <Group gap="xs">
              <Text fz="sm" c="dimmed">
                From <When at={price.effectiveFrom} />
                {price.effectiveUntil ? (
                  <>
                    {' '}
                    until <When at={price.effectiveUntil} />
                  </>
                ) : null}
                {price.createdByLabel ? `, by ${price.createdByLabel}` : ''}
                {price.reason ? `: ${price.reason}` : ''}
              </Text>
              {price.state === 'scheduled' ? (
                <Button variant="subtle" color="red" onClick={() => ask(price)}>
                  Cancel
                </Button>
              ) : null}
            </Group>
          </Timeline.Item>
        ))}
      </Timeline>
      {adding ? <NewPriceDialog model={model} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}
