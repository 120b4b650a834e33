import type { Metadata } from 'next';
import { query } from '#client/api.ts';
import { SuccessionPage } from '#components/models/succession-page.tsx';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Succession' };

export default async function Succession() {
  await pageContext({ administrator: true });
  return (
    <Prefetched queries={[query('GET admin/succession')]}>
      <SuccessionPage />
    </Prefetched>
  );
}
