import type { Metadata } from 'next';
import { runKeys } from '#client/run-keys.ts';
import { RunPage } from '#components/runs/run-page.tsx';
import { getRun } from '#domain/runs/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Run' };

export default async function OneRun({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext();
  const id = uuidParam((await params).id);
  return (
    <Prefetched queries={[[runKeys.one(id), () => getRun(ctx, id)]]}>
      <RunPage id={id} />
    </Prefetched>
  );
}
