import type { Metadata } from 'next';
import { MarginsPage } from '#components/credits/margins-page.tsx';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Usage and margins' };

export default async function Usage() {
  await pageContext({ administrator: true });
  return (
    <Prefetched queries={[]}>
      <MarginsPage />
    </Prefetched>
  );
}
