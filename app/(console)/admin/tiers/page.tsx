import type { Metadata } from 'next';
import { query } from '#client/api.ts';
import { TiersPage } from '#components/models/tiers-page.tsx';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Tiers' };

export default async function Tiers() {
  await pageContext({ administrator: true });
  return (
    <Prefetched queries={[query('GET admin/quality-tiers')]}>
      <TiersPage />
    </Prefetched>
  );
}
