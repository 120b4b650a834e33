import { z } from 'zod';
import { storeImage } from '../content/index.ts';
import { loadImagePrompts } from './load.ts';
import { imageOperation } from './types.ts';

/** The prompt as it was when the run was planned: what was asked for is what is made, whatever becomes of its row. */
interface Unit {
  prompt: {
    id: string;
    articleId: string;
    prompt: string;
    altText: string;
    placement: 'featured' | 'in_article';
    position: number;
  };
  count: number;
}

/** Prompts → stored images; each prompt is a call of its own, so that what was delivered is paid and nothing else. */
export const generateImages = imageOperation({
  name: 'generate_images',
  title: 'Generate images',
  stage: 'Making images',
  input: z.strictObject({
    imagePromptIds: z.array(z.uuid()).min(1).max(200),
    /** Images of each prompt, to choose from. */
    count: z.int().min(1).max(4).default(1),
    tier: z.string().max(40).optional(),
    modelId: z.uuid().optional(),
  }),
  concurrency: 4,
  choice: ({ modelId, tier }) => ({ modelId, tier }),

  plan: async (ctx, site, { imagePromptIds, count }) =>
    (await loadImagePrompts(ctx, site, imagePromptIds)).map(
      ({ id, articleId, prompt, altText, placement, position, articleTitle }) => ({
        label: placement === 'featured' ? `Featured: ${articleTitle}` : `Image ${position}: ${articleTitle}`,
        input: { prompt: { id, articleId, prompt, altText, placement, position }, count },
      }),
    ),

  prepare: async (_ctx, site, { prompt, count }: Unit) => ({
    prompt: prompt.prompt,
    size: prompt.placement === 'featured' ? site.featuredImageSize : site.inArticleImageSize,
    count,
    format: site.imageFormat,
  }),

  store: async (ctx, site, { prompt: { id, ...prompt } }: Unit, images, { stepId, servedModelId, tier }) => {
    const ids: string[] = [];
    for (const [part, image] of images.entries()) {
      const stored = await storeImage(ctx, {
        siteId: site.siteId,
        sourceStepId: stepId,
        part,
        image: { ...prompt, promptId: id, ...image, tier, modelId: servedModelId },
      });
      ids.push(...stored.ids);
    }
    return { kind: 'images', ids };
  },
});
