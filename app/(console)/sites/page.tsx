import type { Metadata } from 'next';
import { SitesPage } from '#components/sites/sites-page.tsx';
import { listSites } from '#domain/sites/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Sites' };

export default async function Sites() {
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['sites'], () => listSites(ctx, { limit: 200 })]]}>
      <SitesPage />
    </Prefetched>
  );
}
