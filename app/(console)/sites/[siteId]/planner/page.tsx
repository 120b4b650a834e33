import type { Metadata } from 'next';
import { PlannerPage } from '#components/planner/planner-page.tsx';
import { workspaceSummary } from '#domain/content/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Planner' };

export default async function Planner({ params }: { params: Promise<{ siteId: string }> }) {
  const siteId = uuidParam((await params).siteId);
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['content', siteId, 'workspace'], () => workspaceSummary(ctx, siteId)]]}>
      <PlannerPage siteId={siteId} />
    </Prefetched>
  );
}
