import type { Metadata } from 'next';
import { ProviderPage } from '#components/providers/provider-page.tsx';
import { getProvider } from '#domain/providers/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Provider' };

export default async function Provider({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext({ administrator: true });
  const id = uuidParam((await params).id);
  return (
    <Prefetched queries={[[['providers', id], () => getProvider(ctx, id)]]}>
      <ProviderPage id={id} />
    </Prefetched>
  );
}
