'use client';

import { useQuery } from '@tanstack/react-query';
import { api } from '#client/http.ts';
import { settingsQuery, siteOptionsQuery, siteQuery } from '#client/sites.ts';
import { ErrorState, Page, Skeleton } from '#components/ui/index.ts';
import { ReadOnlyNote } from '#components/workspace/read-only.tsx';
import { SettingsForm } from './settings-form.tsx';

/** What a site's articles and images are made with, and what that costs. */
export function SettingsPage({ siteId }: { siteId: string }) {
  const settings = useQuery(settingsQuery(siteId));
  const site = useQuery(siteQuery(siteId)).data;
  const options = useQuery(siteOptionsQuery()).data;
  const balance = useQuery({
    queryKey: ['credits', 'balance', site?.accountId],
    queryFn: () => api.get<{ available: number }>('credits/balance', { accountId: site?.accountId }),
    enabled: site !== undefined,
  }).data;
  const ready = settings.data && site && options;
  return (
    <Page
      title="Settings"
      description={
        site
          ? `What ${site.name}’s articles and images are made with. Every choice shows its price.`
          : undefined
      }
    >
      {settings.error ? <ErrorState error={settings.error} retry={() => settings.refetch()} /> : null}
      <ReadOnlyNote siteId={siteId} />
      {ready ? (
        <SettingsForm site={site} settings={settings.data} options={options} available={balance?.available} />
      ) : settings.error ? null : (
        <Skeleton height={480} />
      )}
    </Page>
  );
}
