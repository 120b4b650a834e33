import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { imagePrompts, images } from '../../../db/schema/index.ts';
import { PLACEMENTS } from '../types.ts';

export const ImagePromptView = createSelectSchema(imagePrompts)
  .omit({ accountId: true, deletedAt: true })
  .extend({ articleTitle: z.string(), imageCount: z.int() })
  .meta({ id: 'ImagePrompt' });
export type ImagePromptView = z.infer<typeof ImagePromptView>;

export const ImageView = createSelectSchema(images)
  .omit({ accountId: true, deletedAt: true, mediaKey: true })
  .extend({ articleTitle: z.string(), model: z.string().nullable(), url: z.string() })
  .meta({ id: 'Image' });
export type ImageView = z.infer<typeof ImageView>;

const prompt = z.string().trim().min(1, 'Say what the image should show.').max(4_000);
const altText = z.string().trim().max(500);
export const NewImagePrompt = z.strictObject({
  articleId: z.uuid(),
  placement: z.enum(PLACEMENTS),
  prompt,
  altText: altText.default(''),
});
export type NewImagePrompt = z.infer<typeof NewImagePrompt>;
export const UpdateImagePrompt = z.strictObject({ prompt, altText }).partial();
export type UpdateImagePrompt = z.infer<typeof UpdateImagePrompt>;

/** `isPlaced`: shown at its place in the article, instead of the one that is there; false takes it out. */
export const UpdateImage = z.strictObject({ altText, isPlaced: z.boolean() }).partial();
export type UpdateImage = z.infer<typeof UpdateImage>;
