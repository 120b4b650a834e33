import { present, type Query } from '../http.ts';

export type Resource =
  | 'keywords'
  | 'clusters'
  | 'ideas'
  | 'tasks'
  | 'articles'
  | 'image-prompts'
  | 'images'
  | 'links'
  | 'optimizations'
  | 'workspace';

/** Everything of a site's workspace lies under `site`, so that a step that changes several lists is one thing to read anew. */
export const contentKeys = {
  site: (siteId: string) => ['content', siteId] as const,
  resource: (siteId: string, resource: Resource) => ['content', siteId, resource] as const,
  list: (siteId: string, resource: Resource, query: Query = {}) =>
    ['content', siteId, resource, 'list', present(query)] as const,
  one: (siteId: string, resource: Resource, id: string) => ['content', siteId, resource, 'one', id] as const,
};

export const contentPath = (siteId: string, resource: Resource, rest = '') =>
  `sites/${siteId}/${resource}${rest ? `/${rest}` : ''}`;

export type Versioned = { id: string; version: number };
