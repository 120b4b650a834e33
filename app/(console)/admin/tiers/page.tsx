import type { Metadata } from 'next';
import { TiersPage } from '#components/models/tiers-page.tsx';
import { tierChoices } from '#domain/models/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Tiers' };

export default async function Tiers() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched
      queries={[[['models', 'tiers'], async () => ({ data: await tierChoices(ctx), nextCursor: null })]]}
    >
      <TiersPage />
    </Prefetched>
  );
}
