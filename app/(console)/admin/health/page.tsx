import type { Metadata } from 'next';
import { HealthPage } from '#components/health/health-page.tsx';
import { checkHealth } from '#domain/health/index.ts';
import { processFacts } from '#server/health.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Health' };

export default async function Health() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched
      queries={[
        [['health'], async () => ({ data: await checkHealth(ctx, await processFacts()), nextCursor: null })],
      ]}
    >
      <HealthPage />
    </Prefetched>
  );
}
