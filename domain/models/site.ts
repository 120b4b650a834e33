import type { siteSettings } from '#db/schema/index.ts';
import type { Choice, ModelType } from './resolve.ts';

type Chosen = Pick<
  typeof siteSettings.$inferSelect,
  'imageTier' | 'imageModelId' | 'textModelId' | 'featuredImageSize' | 'inArticleImageSize'
>;

/** The choice that a site's settings make for a type; without settings, the default. An override stands before them. */
export function siteChoice(
  settings: Chosen | undefined,
  modelType: ModelType,
  override?: { modelId?: string | null; tier?: string | null },
): Choice {
  if (override?.modelId) return { modelType, modelId: override.modelId };
  if (override?.tier) return { modelType, tier: override.tier };
  if (modelType === 'text') return { modelType, modelId: settings?.textModelId ?? null };
  return { modelType, modelId: settings?.imageModelId ?? null, tier: settings?.imageTier ?? null };
}

/** The sizes that the served model takes: what the site chose where that is one of them, else its first. */
export function sizesFor(
  served: { validSizes: string[] | null },
  settings: Chosen | undefined,
): { featured: string | null; inArticle: string | null } {
  const pick = (wanted: string | null | undefined) =>
    wanted && served.validSizes?.includes(wanted) ? wanted : (served.validSizes?.[0] ?? null);
  return { featured: pick(settings?.featuredImageSize), inArticle: pick(settings?.inArticleImageSize) };
}
