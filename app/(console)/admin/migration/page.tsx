import type { Metadata } from 'next';
import { MigrationPage } from '#migration/components/migration-page.tsx';
import { financialImpact, migrationStatus } from '#migration/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';
import { runtime } from '#server/runtime.ts';

export const metadata: Metadata = { title: 'Migration' };

export default async function Migration() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched
      queries={[
        [['migration', 'status'], () => migrationStatus(ctx, runtime().env.LEGACY_SOURCE)],
        [['migration', 'impact'], () => financialImpact(ctx)],
      ]}
    >
      <MigrationPage />
    </Prefetched>
  );
}
