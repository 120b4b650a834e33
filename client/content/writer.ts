import { queryOptions } from '@tanstack/react-query';
import type {
  ArticleRow as ArticleRowValue,
  ArticleView,
  ImagePromptView,
  ImageView,
  RevisionRow as RevisionRowValue,
  RevisionView,
  TaskView,
} from '#domain/content/index.ts';
import type { Wire } from '#domain/wire.ts';
import { api, apiUrl, type List } from '../http.ts';
import { contentKeys, contentPath, type Versioned } from './keys.ts';
import type { PlanChange } from './planner.ts';

export type Task = Wire<TaskView>;
export type Article = Wire<ArticleView>;
export type ArticleRow = Wire<ArticleRowValue>;
export type Revision = Wire<RevisionView>;
export type RevisionRow = Wire<RevisionRowValue>;
export type ImagePrompt = Wire<ImagePromptView>;
export type StoredImage = Wire<ImageView>;

export const articleQuery = (siteId: string, id: string) =>
  queryOptions({
    queryKey: contentKeys.one(siteId, 'articles', id),
    queryFn: () => api.get<Article>(contentPath(siteId, 'articles', id)),
  });
export const revisionQuery = (siteId: string, articleId: string, number: number) =>
  queryOptions({
    queryKey: [...contentKeys.one(siteId, 'articles', articleId), 'revision', number],
    queryFn: () => api.get<Revision>(contentPath(siteId, 'articles', `${articleId}/revisions/${number}`)),
    staleTime: Number.POSITIVE_INFINITY,
  });
export const articlePromptsQuery = (siteId: string, articleId: string) =>
  queryOptions({
    queryKey: contentKeys.list(siteId, 'image-prompts', { articleId }),
    queryFn: () => api.get<List<ImagePrompt>>(contentPath(siteId, 'image-prompts'), { articleId, limit: 50 }),
  });
export const articleImagesQuery = (siteId: string, articleId: string) =>
  queryOptions({
    queryKey: contentKeys.list(siteId, 'images', { articleId }),
    queryFn: () => api.get<List<StoredImage>>(contentPath(siteId, 'images'), { articleId, limit: 100 }),
  });

export const createTask = (siteId: string, task: PlanChange & { title: string; instructions?: string }) =>
  api.post<Task>(contentPath(siteId, 'tasks'), task);
export const updateTask = (siteId: string, task: Versioned, change: PlanChange & { instructions?: string }) =>
  api.patch<Task>(contentPath(siteId, 'tasks', task.id), change, { version: task.version });

export type ArticleChange = Partial<
  Pick<Article, 'title' | 'bodyHtml' | 'metaTitle' | 'metaDescription' | 'tags' | 'state' | 'slug'>
>;
export const startArticle = (siteId: string, title: string) =>
  api.post<Article>(contentPath(siteId, 'articles'), { title });
export const updateArticle = (siteId: string, article: Versioned, change: ArticleChange) =>
  api.patch<Article>(contentPath(siteId, 'articles', article.id), change, { version: article.version });
export const restoreRevision = (siteId: string, article: Versioned, number: number) =>
  api.post<Article>(contentPath(siteId, 'articles', `${article.id}/revisions/${number}/restore`), undefined, {
    version: article.version,
  });
export const exportUrl = (siteId: string, articleId: string) =>
  apiUrl(contentPath(siteId, 'articles', `${articleId}/export`));

export const createImagePrompt = (
  siteId: string,
  prompt: Pick<ImagePrompt, 'articleId' | 'placement' | 'prompt' | 'altText'>,
) => api.post<ImagePrompt>(contentPath(siteId, 'image-prompts'), prompt);
export const updateImagePrompt = (
  siteId: string,
  prompt: Versioned,
  change: { prompt?: string; altText?: string },
) =>
  api.patch<ImagePrompt>(contentPath(siteId, 'image-prompts', prompt.id), change, {
    version: prompt.version,
  });
export const removeImagePrompt = (siteId: string, prompt: Versioned) =>
  api.delete<void>(contentPath(siteId, 'image-prompts', prompt.id), { version: prompt.version });
export const updateImage = (
  siteId: string,
  image: Versioned,
  change: { altText?: string; isPlaced?: boolean },
) => api.patch<StoredImage>(contentPath(siteId, 'images', image.id), change, { version: image.version });
