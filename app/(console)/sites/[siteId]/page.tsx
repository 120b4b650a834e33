import type { Metadata } from 'next';
import { OverviewPage } from '#components/workspace/overview-page.tsx';
import { workspaceSummary } from '#domain/content/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Site' };

export default async function Site({ params }: { params: Promise<{ siteId: string }> }) {
  const siteId = uuidParam((await params).siteId);
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['content', siteId, 'workspace'], () => workspaceSummary(ctx, siteId)]]}>
      <OverviewPage siteId={siteId} />
    </Prefetched>
  );
}
