'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { summaryQuery } from '#client/content/planner.ts';
import { Badge, Page, Tabs } from '#components/ui/index.ts';
import { ClustersTab } from './clusters-tab.tsx';
import { IdeasTab } from './ideas-tab.tsx';
import { KeywordsTab } from './keywords-tab.tsx';

const TABS = ['keywords', 'clusters', 'ideas'] as const;

/** From keywords to ideas: what people search for, what belongs together, what could be written. */
export function PlannerPage({ siteId }: { siteId: string }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('keywords'));
  const summary = useQuery(summaryQuery(siteId)).data;
  const count = (total: number | undefined) =>
    total === undefined ? null : (
      <Badge variant="light" color="gray" size="sm">
        {total.toLocaleString('en-US')}
      </Badge>
    );
  return (
    <Page title="Planner" description="Collect what people search for, group it, and turn the groups into ideas for articles.">
      <Tabs value={tab} onChange={(next) => setTab(next as (typeof TABS)[number])} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="keywords" rightSection={count(summary?.keywords.total)}>
            Keywords
          </Tabs.Tab>
          <Tabs.Tab value="clusters" rightSection={count(summary?.clusters.total)}>
            Clusters
          </Tabs.Tab>
          <Tabs.Tab value="ideas" rightSection={count(summary?.ideas.total)}>
            Ideas
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="keywords">
          <KeywordsTab siteId={siteId} />
        </Tabs.Panel>
        <Tabs.Panel value="clusters">
          <ClustersTab siteId={siteId} />
        </Tabs.Panel>
        <Tabs.Panel value="ideas">
          <IdeasTab siteId={siteId} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
