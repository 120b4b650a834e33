import { queryOptions } from '@tanstack/react-query';
import type {
  AddedKeywords as AddedValue,
  ClusterView,
  IdeaView,
  ImportReport as ImportValue,
  KeywordView,
  MovedKeywords as MovedValue,
  RemovedClusters as RemovedValue,
  WorkspaceSummary as SummaryValue,
} from '#domain/content/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, type List, type Query } from '../http.ts';
import { contentKeys, contentPath, type Versioned } from './keys.ts';

export type Keyword = Wire<KeywordView>;
export type Cluster = Wire<ClusterView>;
export type Idea = Wire<IdeaView>;
export type ImportReport = Wire<ImportValue>;
export type Summary = Wire<SummaryValue>;
export interface NewKeyword {
  keyword: string;
  volume?: number | null;
  difficulty?: number | null;
  intent?: Keyword['intent'];
  country?: string;
}
export interface ImportRequest {
  csv: string;
  columns: { keyword: string; volume?: string; difficulty?: string; intent?: string; country?: string };
  preview?: boolean;
  skipFaulty?: boolean;
}

export const summaryQuery = (siteId: string) =>
  queryOptions({
    queryKey: contentKeys.resource(siteId, 'workspace'),
    queryFn: () => api.get<Summary>(contentPath(siteId, 'workspace')),
  });

/** Names for choosing a cluster, as many as one request gives. */
export const clusterNamesQuery = (siteId: string, q = '') => {
  const query: Query = { limit: 200, sort: 'name', q };
  return queryOptions({
    queryKey: contentKeys.list(siteId, 'clusters', query),
    queryFn: () => api.get<List<Cluster>>(contentPath(siteId, 'clusters'), query),
  });
};

export const addKeywords = (siteId: string, keywords: NewKeyword[]) =>
  api.post<Wire<AddedValue>>(contentPath(siteId, 'keywords'), { keywords });
/** All keywords that a query of the list matches, whichever of them are shown. */
export const keywordIds = async (siteId: string, filters: Query): Promise<string[]> =>
  (await api.get<{ ids: string[] }>(contentPath(siteId, 'keywords', 'ids'), filters)).ids;
export const importKeywords = (siteId: string, request: ImportRequest) =>
  api.post<ImportReport>(contentPath(siteId, 'keywords', 'import'), request);
export const updateKeyword = (
  siteId: string,
  keyword: Versioned,
  change: Partial<NewKeyword> & { clusterId?: string | null; archived?: boolean },
) => api.patch<Keyword>(contentPath(siteId, 'keywords', keyword.id), change, { version: keyword.version });
export const moveKeywords = (siteId: string, ids: string[], clusterId: string | null) =>
  api.post<Wire<MovedValue>>(contentPath(siteId, 'keywords', 'move'), { ids, clusterId });
/** Takes a move back. */
export const moveKeywordsBack = (siteId: string, { from }: Wire<MovedValue>) =>
  api.post<{ ids: string[] }>(contentPath(siteId, 'keywords', 'move-back'), { from });

export type Removable = 'keywords' | 'clusters' | 'ideas' | 'tasks' | 'articles';
type Removed = { ids: string[] } | Wire<RemovedValue>;
export const removeMany = (siteId: string, resource: Removable, ids: string[]) =>
  api.post<Removed>(contentPath(siteId, resource, 'remove'), { ids });
/** Takes back what `removeMany` answered. */
export const restoreMany = (siteId: string, resource: Removable | 'image-prompts', removed: Removed) =>
  api.post<{ ids: string[] }>(contentPath(siteId, resource, 'restore'), removed);

export const createCluster = (siteId: string, cluster: { name: string; keywordIds?: string[] }) =>
  api.post<Cluster>(contentPath(siteId, 'clusters'), cluster);
export const updateCluster = (
  siteId: string,
  cluster: Versioned,
  change: Partial<Pick<Cluster, 'name' | 'description' | 'intent'>>,
) => api.patch<Cluster>(contentPath(siteId, 'clusters', cluster.id), change, { version: cluster.version });
export const mergeClusters = (siteId: string, ids: string[], into: string) =>
  api.post<Cluster>(contentPath(siteId, 'clusters', 'merge'), { ids, into });

export type PlanChange = Partial<Pick<Idea, 'title' | 'outline' | 'targetKeywords' | 'contentType'>>;
export const createIdea = (siteId: string, idea: PlanChange & { title: string; summary?: string }) =>
  api.post<Idea>(contentPath(siteId, 'ideas'), idea);
export const updateIdea = (
  siteId: string,
  idea: Versioned,
  change: PlanChange & { summary?: string; status?: 'new' | 'accepted' },
) => api.patch<Idea>(contentPath(siteId, 'ideas', idea.id), change, { version: idea.version });
export const sendIdeas = (siteId: string, ids: string[]) =>
  api.post<{ tasks: { id: string; title: string }[] }>(contentPath(siteId, 'ideas', 'send'), { ids });
