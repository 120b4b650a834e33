import type { Metadata } from 'next';
import { WriterPage } from '#components/writer/writer-page.tsx';
import { workspaceSummary } from '#domain/content/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Writer' };

export default async function Writer({ params }: { params: Promise<{ siteId: string }> }) {
  const siteId = uuidParam((await params).siteId);
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['content', siteId, 'workspace'], () => workspaceSummary(ctx, siteId)]]}>
      <WriterPage siteId={siteId} />
    </Prefetched>
  );
}
