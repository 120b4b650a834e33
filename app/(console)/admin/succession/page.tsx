import type { Metadata } from 'next';
import { SuccessionPage } from '#components/models/succession-page.tsx';
import { listSuccession } from '#domain/succession/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Succession' };

export default async function Succession() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched
      queries={[
        [['models', 'succession'], async () => ({ data: await listSuccession(ctx), nextCursor: null })],
      ]}
    >
      <SuccessionPage />
    </Prefetched>
  );
}
