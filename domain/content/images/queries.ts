import { and, asc, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import { aiModels, articles, imagePrompts, images } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { notFound } from '../../errors.ts';
import { type Page, pageOf, readCursor } from '../../paging.ts';
import { countOf, shown } from '../rows.ts';
import { imageUrl } from '../sanitize.ts';
import { workspaceOf } from '../workspace.ts';
import type { ImagePromptView, ImageView } from './schema.ts';

const promptView = {
  ...shown(imagePrompts),
  articleTitle: articles.title,
  imageCount: countOf(
    sql`from ${images} where ${images.promptId} = ${imagePrompts.id} and ${images.deletedAt} is null`,
  ),
};
const livingArticle = (article: typeof imagePrompts.articleId | typeof images.articleId) =>
  and(eq(articles.id, article), isNull(articles.deletedAt));

interface ImageList {
  limit: number;
  cursor?: string | undefined;
  articleId?: string | undefined;
}

/** A page of the site's image prompts, by article and place. `withoutImage`: those that have none yet. */
export const listImagePrompts = (
  ctx: Context,
  siteId: string,
  request: ImageList & { withoutImage?: boolean | undefined },
): Promise<Page<ImagePromptView>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const position = readCursor(request.cursor);
    const place = sql`${imagePrompts.articleId}::text || lpad(${imagePrompts.position}::text, 4, '0')`;
    const rows = await tx.db
      .select({ ...promptView, place: sql<string>`${place}` })
      .from(imagePrompts)
      .innerJoin(articles, livingArticle(imagePrompts.articleId))
      .where(
        and(
          eq(imagePrompts.siteId, siteId),
          isNull(imagePrompts.deletedAt),
          request.articleId ? eq(imagePrompts.articleId, request.articleId) : undefined,
          request.withoutImage ? sql`${promptView.imageCount} = 0` : undefined,
          position
            ? sql`(${place}, ${imagePrompts.id}) > (${String(position[0])}::text, ${position[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(asc(place), asc(imagePrompts.id))
      .limit(request.limit + 1);
    const { data, nextCursor } = pageOf(rows, request.limit, (row) => [row.place, row.id]);
    return { data: data.map(({ place: _place, ...row }) => row), nextCursor };
  });

/** One image prompt of the site. Throws 404. */
export const getImagePrompt = (ctx: Context, siteId: string, id: string): Promise<ImagePromptView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select(promptView)
      .from(imagePrompts)
      .innerJoin(articles, livingArticle(imagePrompts.articleId))
      .where(and(eq(imagePrompts.siteId, siteId), eq(imagePrompts.id, id), isNull(imagePrompts.deletedAt)));
    if (!row) throw notFound('image prompt');
    return row;
  });

const { accountId: _account, deletedAt: _deleted, mediaKey: _key, ...imageColumns } = getTableColumns(images);
const imageView = { ...imageColumns, articleTitle: articles.title, model: aiModels.displayName };
type Read = Omit<ImageView, 'url'>;
const withUrl = (image: Read): ImageView => ({ ...image, url: imageUrl(image.siteId, image.id) });

/** A page of the site's images, the newest first; of one article, those that it shows come with the others. */
export const listImages = (
  ctx: Context,
  siteId: string,
  request: ImageList & { placed?: boolean | undefined },
): Promise<Page<ImageView>> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const position = readCursor(request.cursor);
    const rows = await tx.db
      .select(imageView)
      .from(images)
      .innerJoin(articles, livingArticle(images.articleId))
      .leftJoin(aiModels, eq(aiModels.id, images.modelId))
      .where(
        and(
          eq(images.siteId, siteId),
          isNull(images.deletedAt),
          request.articleId ? eq(images.articleId, request.articleId) : undefined,
          request.placed === undefined ? undefined : eq(images.isPlaced, request.placed),
          position
            ? sql`(${images.createdAt}, ${images.id}) < (${String(position[0])}::text::timestamptz, ${position[1]}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(images.createdAt), desc(images.id))
      .limit(request.limit + 1);
    return pageOf(rows.map(withUrl), request.limit, (row) => [row.createdAt.toISOString(), row.id]);
  });

/** One image of the site. Throws 404. */
export const getImage = (ctx: Context, siteId: string, id: string): Promise<ImageView> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db
      .select(imageView)
      .from(images)
      .innerJoin(articles, livingArticle(images.articleId))
      .leftJoin(aiModels, eq(aiModels.id, images.modelId))
      .where(and(eq(images.siteId, siteId), eq(images.id, id), isNull(images.deletedAt)));
    if (!row) throw notFound('image');
    return withUrl(row);
  });

/** Where the file of an image lies, also of one that an earlier revision shows. Throws 404. */
export const imageFile = (
  ctx: Context,
  siteId: string,
  id: string,
): Promise<{ mediaKey: string; contentType: string; bytes: number }> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const { mediaKey, contentType, bytes } = images;
    const [row] = await tx.db
      .select({ mediaKey, contentType, bytes })
      .from(images)
      .where(and(eq(images.siteId, siteId), eq(images.id, id)));
    if (!row) throw notFound('image');
    return row;
  });
