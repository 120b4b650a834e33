import type { StageName } from '#client/automation.ts';

export const STAGE_WORDS: Record<StageName, { title: string; what: string; unit: string }> = {
  clusters: { title: 'Keywords to clusters', what: 'Groups keywords that nobody has clustered yet', unit: 'keywords' },
  ideas: { title: 'Clusters to ideas', what: 'Ideas for clusters that have none', unit: 'clusters' },
  tasks: { title: 'Ideas to tasks', what: 'Sends ideas to the Writer; costs nothing', unit: 'ideas' },
  content: { title: 'Tasks to articles', what: 'Writes the articles of open tasks', unit: 'tasks' },
  image_prompts: { title: 'Articles to image prompts', what: 'Prompts for articles that have none', unit: 'articles' },
  images: { title: 'Prompts to images', what: 'Images for prompts that have none', unit: 'images' },
};
