import type { Metadata } from 'next';
import { LinkerPage } from '#components/linker/linker-page.tsx';
import { workspaceSummary } from '#domain/content/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Linker' };

export default async function Linker({ params }: { params: Promise<{ siteId: string }> }) {
  const siteId = uuidParam((await params).siteId);
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['content', siteId, 'workspace'], () => workspaceSummary(ctx, siteId)]]}>
      <LinkerPage siteId={siteId} />
    </Prefetched>
  );
}
