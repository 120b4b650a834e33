import { and, eq, isNull } from 'drizzle-orm';
import { imagePrompts, images } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import { lockArticle } from '../articles/revise.ts';
import { showImage } from '../images/show.ts';
import type { Placement } from '../types.ts';
import { madeNow, ownedBy } from '../workspace.ts';
import { once, type StepOrigin, type Stored } from './once.ts';

export interface PromptResult {
  placement: Placement;
  prompt: string;
  altText: string;
}

/** Stores an article's image prompts, those in the article in their order from the top, in place of earlier ones. Images made of those stay. */
export const storeImagePrompts = (
  ctx: Context,
  input: StepOrigin & { articleId: string; prompts: readonly PromptResult[] },
): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'image_prompts', async (workspace) => {
      const article = await lockArticle(tx, workspace, input.articleId);
      const written = input.prompts.filter(({ prompt }) => prompt.trim());
      const places = [
        ...written
          .filter(({ placement }) => placement === 'featured')
          .slice(0, 1)
          .map((prompt) => ({ ...prompt, position: 0 })),
        ...written
          .filter(({ placement }) => placement === 'in_article')
          .map((prompt, at) => ({ ...prompt, position: at + 1 })),
      ];
      if (places.length === 0) return [];
      await tx.db
        .update(imagePrompts)
        .set({ deletedAt: tx.clock.now() })
        .where(and(eq(imagePrompts.articleId, article.id), isNull(imagePrompts.deletedAt)));
      const rows = places.map(({ placement, position, prompt, altText }) => {
        return {
          ...ownedBy(workspace),
          articleId: article.id,
          placement,
          position,
          prompt: prompt.trim(),
          altText: altText.trim().slice(0, 500),
          ...madeNow(tx),
        };
      });
      return (await tx.db.insert(imagePrompts).values(rows).returning({ id: imagePrompts.id })).map(
        (row) => row.id,
      );
    }),
  );

export interface ImageResult {
  articleId: string;
  /** The prompt it was made of, with its words and place as they were then. */
  promptId: string;
  prompt: string;
  altText: string;
  placement: Placement;
  position: number;
  mediaKey: string;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
  tier: string | null;
  /** The model that was called. */
  modelId: string | null;
}

/**
 * Stores a delivered image, also where its prompt has been replaced meanwhile. The first of a step (`part` 0) is shown at its
 * place in the article, as the next revision where the body changes; the others can be chosen instead.
 */
export const storeImage = (ctx: Context, input: StepOrigin & { image: ImageResult }): Promise<Stored> =>
  inTransaction(ctx, (tx) =>
    once(tx, input, 'images', async (workspace) => {
      const {
        articleId,
        promptId,
        prompt,
        altText,
        placement,
        position,
        mediaKey,
        contentType,
        width,
        height,
        bytes,
        tier,
        modelId,
      } = input.image;
      const article = await lockArticle(tx, workspace, articleId);
      const [known] = await tx.db
        .select({ id: imagePrompts.id })
        .from(imagePrompts)
        .where(and(eq(imagePrompts.id, promptId), eq(imagePrompts.articleId, articleId)));
      const [made] = await tx.db
        .insert(images)
        .values({
          ...{
            ...ownedBy(workspace),
            articleId,
            promptId: known?.id ?? null,
            prompt,
            altText,
            placement,
            position,
            mediaKey,
            contentType,
          },
          ...{ width, height, bytes, tier, modelId, isPlaced: false, ...madeNow(tx) },
        })
        .returning();
      if ((input.part ?? 0) === 0) await showImage(tx, article, made!);
      return [made!.id];
    }),
  );
