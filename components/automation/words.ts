import type { StageName } from '#client/automation.ts';

interface Words {
  title: string;
  what: string;
  unit: string;
  /** Where what it made is seen, below the site. */
  made: string;
}

export const STAGE_WORDS: Record<StageName, Words> = {
  clusters: {
    title: 'Keywords to clusters',
    what: 'Groups keywords that nobody has clustered yet',
    unit: 'keywords',
    made: 'planner?tab=clusters',
  },
  ideas: {
    title: 'Clusters to ideas',
    what: 'Ideas for clusters that have none',
    unit: 'clusters',
    made: 'planner?tab=ideas',
  },
  tasks: {
    title: 'Ideas to tasks',
    what: 'Sends ideas to the Writer; costs nothing',
    unit: 'ideas',
    made: 'writer',
  },
  content: {
    title: 'Tasks to articles',
    what: 'Writes the articles of open tasks',
    unit: 'tasks',
    made: 'writer?tab=articles',
  },
  image_prompts: {
    title: 'Articles to image prompts',
    what: 'Prompts for articles that have none',
    unit: 'articles',
    made: 'writer?tab=images',
  },
  images: {
    title: 'Prompts to images',
    what: 'Images for prompts that have none',
    unit: 'images',
    made: 'writer?tab=images',
  },
};
