import type { Metadata } from 'next';
import { query } from '#client/api.ts';
import { modelQuery, modelReferencesQuery } from '#client/models.ts';
import { ModelPage } from '#components/models/model-page.tsx';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Model' };

export default async function Model({ params }: { params: Promise<{ id: string }> }) {
  await pageContext({ administrator: true });
  const id = uuidParam((await params).id);
  return (
    <Prefetched
      queries={[
        modelQuery(id),
        query('GET admin/ai-models/{id}/prices', { params: { id } }),
        modelReferencesQuery(id),
      ]}
    >
      <ModelPage id={id} />
    </Prefetched>
  );
}
