import type { Metadata } from 'next';
import { MarginsPage } from '#components/credits/margins-page.tsx';
import { firstDay, periodIn } from '#components/credits/period.ts';
import { listUsage, margins, summarizeUsage } from '#domain/credits/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Usage and margins' };

export default async function Usage({ searchParams }: { searchParams: Promise<{ days?: string }> }) {
  const ctx = await pageContext({ administrator: true });
  const from = firstDay(periodIn((await searchParams).days), ctx.clock.now());
  const query = { from: new Date(from), limit: 50 };
  return (
    <Prefetched
      queries={[
        [['credits', 'margins', { from }], () => margins(ctx, query)],
        [['credits', 'summary', true, { from }], () => summarizeUsage(ctx, query)],
        [
          ['credits', 'usage', true, { from }],
          async () => ({ pages: [await listUsage(ctx, query)], pageParams: [null] }),
        ],
      ]}
    >
      <MarginsPage />
    </Prefetched>
  );
}
