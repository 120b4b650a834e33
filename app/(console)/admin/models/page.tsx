import type { Metadata } from 'next';
import { ModelsPage } from '#components/models/models-page.tsx';
import { listModels } from '#domain/models/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Models' };

export default async function Models() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched queries={[[['models', 'list', {}], () => listModels(ctx, { limit: 200 })]]}>
      <ModelsPage />
    </Prefetched>
  );
}
