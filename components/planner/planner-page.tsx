'use client';

import { WorkspaceTabs } from '#components/workspace/tabs.tsx';
import { ClustersTab } from './clusters-tab.tsx';
import { IdeasTab } from './ideas-tab.tsx';
import { KeywordsTab } from './keywords-tab.tsx';

/** From keywords to ideas: what people search for, what belongs together, what could be written. */
export function PlannerPage({ siteId }: { siteId: string }) {
  return (
    <WorkspaceTabs
      siteId={siteId}
      title="Planner"
      description="Collect what people search for, group it, and turn the groups into ideas for articles."
      tabs={[
        {
          name: 'keywords',
          label: 'Keywords',
          total: ({ keywords }) => keywords.total,
          panel: <KeywordsTab siteId={siteId} />,
        },
        {
          name: 'clusters',
          label: 'Clusters',
          total: ({ clusters }) => clusters.total,
          panel: <ClustersTab siteId={siteId} />,
        },
        {
          name: 'ideas',
          label: 'Ideas',
          total: ({ ideas }) => ideas.total,
          panel: <IdeasTab siteId={siteId} />,
        },
      ]}
    />
  );
}
