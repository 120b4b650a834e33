import { and, eq, ne, sql } from 'drizzle-orm';
import { images } from '../../../db/schema/index.ts';
import type { Context } from '../../context.ts';
import { type ArticleRow, revise } from '../articles/revise.ts';
import { placeImage } from './place.ts';

export type ImageRow = typeof images.$inferSelect;

/** Shows an image at its place in a locked article, instead of the one that is shown there. */
export async function showImage(ctx: Context, article: ArticleRow, image: ImageRow): Promise<ArticleRow> {
  const sameSlot = and(
    eq(images.articleId, article.id),
    eq(images.placement, image.placement),
    eq(images.position, image.position),
  );
  if (image.placement === 'in_article') {
    const slot = await ctx.db
      .select({ id: images.id })
      .from(images)
      .where(and(sameSlot, ne(images.id, image.id)));
    const bodyHtml = placeImage(
      article.bodyHtml,
      image,
      slot.map((row) => row.id),
    );
    return revise(ctx, article, { bodyHtml }, 'images');
  }
  const changed = { updatedAt: ctx.clock.now(), version: sql`${images.version} + 1` };
  await ctx.db
    .update(images)
    .set({ isPlaced: false, ...changed })
    .where(
      and(
        eq(images.articleId, article.id),
        eq(images.placement, 'featured'),
        eq(images.isPlaced, true),
        ne(images.id, image.id),
      ),
    );
  await ctx.db
    .update(images)
    .set({ isPlaced: true, deletedAt: null, ...changed })
    .where(eq(images.id, image.id));
  return article;
}
