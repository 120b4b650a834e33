import type { Metadata } from 'next';
import { SettingsPage } from '#components/sites/settings-page.tsx';
import { tierSamples } from '#domain/content/index.ts';
import { modelChoices, tierChoices } from '#domain/models/index.ts';
import { getSettings, getSite, SITE_OPTIONS } from '#domain/sites/index.ts';
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
        [['system', 'site-options'], async () => SITE_OPTIONS],
        [['models', 'choices'], async () => ({ data: await modelChoices(ctx, {}), nextCursor: null })],
        [['models', 'tier-choices'], async () => ({ data: await tierChoices(ctx), nextCursor: null })],
      ]}
    >
      <SettingsPage siteId={id} />
    </Prefetched>
  );
}
