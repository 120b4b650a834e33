import type { Metadata } from 'next';
import { runKeys } from '#client/run-keys.ts';
import { RunsPage } from '#components/runs/runs-page.tsx';
import { listRuns } from '#domain/runs/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Runs' };

export default async function Runs({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const ctx = await pageContext({ administrator: true });
  const filtered = Object.keys(await searchParams).length > 0;
  return (
    <Prefetched
      queries={
        filtered
          ? []
          : [
              [
                [...runKeys.list({})],
                async () => ({ pages: [await listRuns(ctx, { limit: 50 })], pageParams: [null] }),
              ],
            ]
      }
    >
      <RunsPage />
    </Prefetched>
  );
}
