import type { Metadata } from 'next';
import { runKeys } from '#client/run-keys.ts';
import { OperationsPage } from '#components/runs/operations-page.tsx';
import { operationMatrix } from '#domain/runs/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Operations' };

export default async function Operations() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched queries={[[runKeys.matrix, async () => ({ data: await operationMatrix(ctx) })]]}>
      <OperationsPage />
    </Prefetched>
  );
}
