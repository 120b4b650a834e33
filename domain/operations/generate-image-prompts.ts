import { z } from 'zod';
import { plainText, storeImagePrompts } from '../content/index.ts';
import { loadArticles, only } from './load.ts';
import { instructions, siteData } from './prompt.ts';
import { textOperation } from './types.ts';

const BODY_SHOWN = 12_000;
const picture = z.strictObject({ prompt: z.string().min(1).max(3_000), altText: z.string().max(300) });

/** An article → one featured and N in-article image prompts, as many as the site's settings say. */
export const generateImagePrompts = textOperation({
  name: 'generate_image_prompts',
  title: 'Extract image prompts',
  stage: 'Describing images',
  input: z.strictObject({ articleIds: z.array(z.uuid()).min(1).max(200), modelId: z.uuid().optional() }),
  concurrency: 3,
  choice: ({ modelId }) => ({ modelId }),
  output: z.strictObject({ featured: picture, inArticle: z.array(picture).max(10) }),

  plan: async (ctx, site, { articleIds }) =>
    (await loadArticles(ctx, site, articleIds)).map((article) => ({
      label: article.title,
      input: { articleId: article.id, featured: site.featuredImages, inArticleImages: site.inArticleImages },
    })),

  prepare: async (
    ctx,
    site,
    { articleId, inArticleImages }: { articleId: string; featured: number; inArticleImages: number },
  ) => {
    const article = await only(loadArticles(ctx, site, [articleId]));
    return {
      instructions: instructions(
        site,
        `Describe the images of the article for an image generator, in English: one \`featured\` for the whole, and exactly \`inArticleImages\` for its sections in their order. Style: ${site.imageStyle}. Say what is seen, the light and the framing; no words, logos or known persons in the image. \`altText\` says in the article's language what the image shows.`,
      ),
      data: {
        site: siteData(site),
        title: article.title,
        body: plainText(article.bodyHtml).slice(0, BODY_SHOWN),
        inArticleImages,
      },
      usual: (1 + inArticleImages) * 90,
      most: 300 + (1 + inArticleImages) * 350,
    };
  },

  faults: ({ inArticleImages }, { inArticle }) =>
    inArticle.length === inArticleImages
      ? []
      : [`\`inArticle\` has ${inArticle.length} entries and needs ${inArticleImages}`],

  store: (ctx, site, { articleId, featured }, output, { stepId }) =>
    storeImagePrompts(ctx, {
      siteId: site.siteId,
      sourceStepId: stepId,
      articleId,
      prompts: [
        ...(featured > 0 ? [{ ...output.featured, placement: 'featured' as const }] : []),
        ...output.inArticle.map((prompt) => ({ ...prompt, placement: 'in_article' as const })),
      ],
    }),
});
