import type { Metadata } from 'next';
import { AutomationPage } from '#components/automation/automation-page.tsx';
import { getAutomation, listAutomationRuns } from '#domain/automation/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Automation' };

export default async function Automation({ params }: { params: Promise<{ siteId: string }> }) {
  const ctx = await pageContext();
  const siteId = uuidParam((await params).siteId);
  return (
    <Prefetched
      queries={[
        [['automation', siteId], () => getAutomation(ctx, siteId)],
        [['automation', siteId, 'runs', 'latest'], () => listAutomationRuns(ctx, { siteId, limit: 1 })],
      ]}
    >
      <AutomationPage siteId={siteId} />
    </Prefetched>
  );
}
