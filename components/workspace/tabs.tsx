'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { ReactNode } from 'react';
import { type Summary, summaryQuery } from '#client/content/planner.ts';
import { Badge, formatNumber, Page, Tabs } from '#components/ui/index.ts';
import { FILTER_NAMES } from './filters.ts';
import { ReadOnlyNote } from './read-only.tsx';

export interface WorkspaceTab<Name extends string> {
  name: Name;
  label: string;
  total: (summary: Summary) => number;
  panel: ReactNode;
}

interface Props<Name extends string> {
  siteId: string;
  title: string;
  description: string;
  tabs: readonly [WorkspaceTab<Name>, ...WorkspaceTab<Name>[]];
}

/** A page of the site's lists, one a tab, each with how many it holds. The tab is in the address; filters belong to one tab. */
export function WorkspaceTabs<Name extends string>({ siteId, title, description, tabs }: Props<Name>) {
  const [{ tab }, setState] = useQueryStates(
    {
      ...Object.fromEntries(FILTER_NAMES.map((name) => [name, parseAsString])),
      tab: parseAsStringLiteral(tabs.map(({ name }) => name)).withDefault(tabs[0].name),
    },
    { history: 'push' },
  );
  const summary = useQuery(summaryQuery(siteId)).data;
  const open = (next: string | null) =>
    void setState({ ...Object.fromEntries(FILTER_NAMES.map((name) => [name, null])), tab: next as Name });
  return (
    <Page title={title} description={description}>
      <ReadOnlyNote siteId={siteId} />
      <Tabs value={tab} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(({ name, label, total }) => (
            <Tabs.Tab
              key={name}
              value={name}
              rightSection={
                summary ? (
                  <Badge variant="light" color="gray" size="sm">
                    {formatNumber(total(summary))}
                  </Badge>
                ) : null
              }
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, panel }) => (
          <Tabs.Panel key={name} value={name}>
            {panel}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
