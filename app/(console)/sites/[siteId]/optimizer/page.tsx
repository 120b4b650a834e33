import type { Metadata } from 'next';
import { OptimizerPage } from '#components/optimizer/optimizer-page.tsx';
import { workspaceSummary } from '#domain/content/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Optimizer' };

export default async function Optimizer({ params }: { params: Promise<{ siteId: string }> }) {
  const siteId = uuidParam((await params).siteId);
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['content', siteId, 'workspace'], () => workspaceSummary(ctx, siteId)]]}>
      <OptimizerPage siteId={siteId} />
    </Prefetched>
  );
}
