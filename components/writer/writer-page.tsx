'use client';

import { WorkspaceTabs } from '#components/workspace/tabs.tsx';
import { ArticlesTab } from './articles-tab.tsx';
import { ImagesTab } from './images-tab.tsx';
import { TasksTab } from './tasks-tab.tsx';

/** From tasks to articles with pictures. */
export function WriterPage({ siteId }: { siteId: string }) {
  return (
    <WorkspaceTabs
      siteId={siteId}
      title="Writer"
      description="Turn tasks into articles, give them pictures, and bring them to approval."
      tabs={[
        {
          name: 'tasks',
          label: 'Tasks',
          total: ({ tasks }) => tasks.total,
          panel: <TasksTab siteId={siteId} />,
        },
        {
          name: 'articles',
          label: 'Articles',
          total: ({ articles }) => articles.total,
          panel: <ArticlesTab siteId={siteId} />,
        },
        {
          name: 'images',
          label: 'Images',
          total: ({ images }) => images.total,
          panel: <ImagesTab siteId={siteId} />,
        },
      ]}
    />
  );
}
