import type { Metadata } from 'next';
import { ModelPage } from '#components/models/model-page.tsx';
import { getModel, listPrices, modelReferences } from '#domain/models/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Model' };

export default async function Model({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext({ administrator: true });
  const id = uuidParam((await params).id);
  return (
    <Prefetched
      queries={[
        [['models', 'one', id], () => getModel(ctx, id)],
        [['models', 'prices', id], async () => ({ data: await listPrices(ctx, id), nextCursor: null })],
        [['models', 'references', id], () => modelReferences(ctx, id)],
      ]}
    >
      <ModelPage id={id} />
    </Prefetched>
  );
}
