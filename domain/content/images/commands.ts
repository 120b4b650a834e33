import { and, eq, isNull, max, sql } from 'drizzle-orm';
import { imagePrompts, images } from '../../../db/schema/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { DomainError } from '../../errors.ts';
import { lockArticle, revise } from '../articles/revise.ts';
import { fresh, lockVersion, saveVersion, type Versioned } from '../rows.ts';
import { madeNow, ownedBy, workspaceOf } from '../workspace.ts';
import { describeImage, removeImage } from './place.ts';
import { getImage, getImagePrompt } from './queries.ts';
import type { ImagePromptView, ImageView, NewImagePrompt, UpdateImage, UpdateImagePrompt } from './schema.ts';
import { showImage } from './show.ts';

/** Adds an image prompt by hand, after the others of the article. Throws 409 for a second featured one. */
export const createImagePrompt = (
  ctx: Context,
  { siteId, articleId, placement, ...words }: NewImagePrompt & { siteId: string },
): Promise<ImagePromptView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const article = await lockArticle(tx, workspace, articleId);
    const [last] = await tx.db
      .select({ position: max(imagePrompts.position) })
      .from(imagePrompts)
      .where(
        and(
          eq(imagePrompts.articleId, articleId),
          eq(imagePrompts.placement, placement),
          isNull(imagePrompts.deletedAt),
        ),
      );
    if (placement === 'featured' && typeof last?.position === 'number')
      throw new DomainError('conflict', 'The article has a prompt for its featured image; edit that one.');
    const position = placement === 'featured' ? 0 : (last?.position ?? 0) + 1;
    const [made] = await tx.db
      .insert(imagePrompts)
      .values({ ...ownedBy(workspace), articleId, placement, position, ...words, ...madeNow(tx) })
      .returning();
    await recordAudit(tx, {
      action: 'image_prompt.created',
      object: { type: 'image_prompt', id: made!.id, label: article.title },
      accountId: workspace.accountId,
    });
    return getImagePrompt(tx, siteId, made!.id);
  });

/** Edits an image prompt. Throws 404, 403, 412. */
export const updateImagePrompt = (
  ctx: Context,
  input: Versioned & { change: UpdateImagePrompt },
): Promise<ImagePromptView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const before = await lockVersion(tx, 'image prompt', input);
    await saveVersion(tx, 'image prompt', before, input.change);
    await recordAudit(tx, {
      action: 'image_prompt.changed',
      object: { type: 'image_prompt', id: before.id, label: before.prompt.slice(0, 100) },
      accountId: workspace.accountId,
      before: { prompt: before.prompt, altText: before.altText },
      after: input.change,
    });
    return getImagePrompt(tx, input.siteId, before.id);
  });

/** Describes an image, shows it at its place or takes it out of the article. Throws 404, 403, 412. */
export const updateImage = (ctx: Context, input: Versioned & { change: UpdateImage }): Promise<ImageView> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const known = await getImage(tx, input.siteId, input.id);
    const locked = await lockArticle(tx, workspace, known.articleId);
    const [row] = await tx.db.select().from(images).where(eq(images.id, input.id)).for('update');
    const before = fresh(row, input.expectedVersion, 'image');
    const { altText = before.altText, isPlaced } = input.change;
    const [described] = await tx.db
      .update(images)
      .set({ altText, updatedAt: tx.clock.now(), version: before.version + 1 })
      .where(eq(images.id, before.id))
      .returning();
    const article =
      altText === before.altText
        ? locked
        : await revise(
            tx,
            locked,
            { bodyHtml: describeImage(locked.bodyHtml, before.id, altText) },
            'images',
          );
    if (isPlaced === true) await showImage(tx, article, described!);
    if (isPlaced === false && before.placement === 'in_article')
      await revise(tx, article, { bodyHtml: removeImage(article.bodyHtml, before.id) }, 'images');
    if (isPlaced === false && before.placement === 'featured')
      await tx.db.update(images).set({ isPlaced: false }).where(eq(images.id, before.id));
    await recordAudit(tx, {
      action: 'image.changed',
      object: { type: 'image', id: before.id, label: altText || known.articleTitle },
      accountId: workspace.accountId,
      before: { altText: before.altText, isPlaced: before.isPlaced },
      after: input.change,
    });
    return getImage(tx, input.siteId, before.id);
  });

/** Removes an image, out of its article too. Its file stays, for the revisions that show it. */
export const removeStoredImage = (ctx: Context, input: Versioned): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    await updateImage(tx, { ...input, change: { isPlaced: false } });
    await tx.db
      .update(images)
      .set({ deletedAt: tx.clock.now(), isPlaced: false, version: sql`${images.version} + 1` })
      .where(eq(images.id, input.id));
  });
