import type { Metadata } from 'next';
import { ProvidersPage } from '#components/providers/providers-page.tsx';
import { listProviders } from '#domain/providers/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Providers' };

export default async function Providers() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched
      queries={[[['providers'], async () => ({ data: await listProviders(ctx), nextCursor: null })]]}
    >
      <ProvidersPage />
    </Prefetched>
  );
}
