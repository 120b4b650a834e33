'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { summaryQuery } from '#client/content/planner.ts';
import { Badge, Page, Tabs } from '#components/ui/index.ts';
import { ArticlesTab } from './articles-tab.tsx';
import { ImagesTab } from './images-tab.tsx';
import { TasksTab } from './tasks-tab.tsx';

const TABS = ['tasks', 'articles', 'images'] as const;

/** From tasks to articles with pictures. */
export function WriterPage({ siteId }: { siteId: string }) {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('tasks'));
  const summary = useQuery(summaryQuery(siteId)).data;
  const count = (total: number | undefined) =>
    total === undefined ? null : (
      <Badge variant="light" color="gray" size="sm">
        {total.toLocaleString('en-US')}
      </Badge>
    );
  return (
    <Page title="Writer" description="Turn tasks into articles, give them pictures, and bring them to approval.">
      <Tabs value={tab} onChange={(next) => setTab(next as (typeof TABS)[number])} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="tasks" rightSection={count(summary?.tasks.total)}>
            Tasks
          </Tabs.Tab>
          <Tabs.Tab value="articles" rightSection={count(summary?.articles.total)}>
            Articles
          </Tabs.Tab>
          <Tabs.Tab value="images" rightSection={count(summary?.images.total)}>
            Images
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tasks">
          <TasksTab siteId={siteId} />
        </Tabs.Panel>
        <Tabs.Panel value="articles">
          <ArticlesTab siteId={siteId} />
        </Tabs.Panel>
        <Tabs.Panel value="images">
          <ImagesTab siteId={siteId} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
