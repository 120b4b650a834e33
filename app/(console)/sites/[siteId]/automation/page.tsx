import type { Metadata } from 'next';
import { AutomationPage } from '#components/automation/automation-page.tsx';
import { getAutomation, listAutomationRuns } from '#domain/automation/index.ts';
import { getSite } from '#domain/sites/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Automation' };

export default async function Automation({ params }: { params: Promise<{ siteId: string }> }) {
  const ctx = await pageContext();
  const siteId = uuidParam((await params).siteId);
  return (
    <Prefetched
      queries={[
        [['sites', siteId], () => getSite(ctx, siteId)],
        [['automation', siteId], () => getAutomation(ctx, siteId)],
        [['automation', siteId, 'runs'], () => listAutomationRuns(ctx, { siteId, limit: 20 })],
      ]}
    >
      <AutomationPage siteId={siteId} />
    </Prefetched>
  );
}
