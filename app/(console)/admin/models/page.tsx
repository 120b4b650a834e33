import type { Metadata } from 'next';
import { modelsQuery } from '#client/models.ts';
import { ModelsPage } from '#components/models/models-page.tsx';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Models' };

export default async function Models() {
  await pageContext({ administrator: true });
  return (
    <Prefetched queries={[modelsQuery()]}>
      <ModelsPage />
    </Prefetched>
  );
}
