import type { Metadata } from 'next';
import { choicesQuery, tierChoicesQuery } from '#client/models.ts';
import { siteOptionsQuery } from '#client/sites.ts';
import { SettingsPage } from '#components/sites/settings-page.tsx';
import { tierSamples } from '#domain/content/index.ts';
import { getSettings, getSite } from '#domain/sites/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default async function Settings({ params }: { params: Promise<{ siteId: string }> }) {
  const ctx = await pageContext();
  const id = uuidParam((await params).siteId);
  return (
    <Prefetched
      queries={[
        [['sites', id], () => getSite(ctx, id)],
        [['sites', id, 'settings'], () => getSettings(ctx, id)],
        [['sites', id, 'samples'], async () => ({ data: await tierSamples(ctx, id), nextCursor: null })],
        siteOptionsQuery(),
        choicesQuery(),
        tierChoicesQuery(),
      ]}
    >
      <SettingsPage siteId={id} />
    </Prefetched>
  );
}
