import { eq } from 'drizzle-orm';
import { siteSettings, sites } from '#db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { notFound } from '../errors.ts';

/** What the operations need to know about a site. */
export interface SiteProfile {
  siteId: string;
  accountId: string;
  name: string;
  domain: string;
  language: string;
  tone: string;
  brandInstructions: string;
  imageStyle: string;
  imageFormat: 'png' | 'jpeg' | 'webp';
  featuredImages: number;
  inArticleImages: number;
  featuredImageSize: string | null;
  inArticleImageSize: string | null;
  /** Chosen models; null: the tier's, else the default. */
  textModelId: string | null;
  imageModelId: string | null;
  imageTier: string | null;
}

const FORMATS: readonly string[] = ['png', 'jpeg', 'webp'];

/** Reads a site with its settings; a site without settings has the tables' defaults. Throws not_found for one that the caller may not see. */
export async function siteProfile(ctx: Context, siteId: string): Promise<SiteProfile> {
  const [row] = await inTransaction(ctx, ({ db }) =>
    db
      .select({ site: sites, settings: siteSettings })
      .from(sites)
      .leftJoin(siteSettings, eq(siteSettings.siteId, sites.id))
      .where(eq(sites.id, siteId)),
  );
  if (!row) throw notFound('site');
  const { site, settings } = row;
  const format = settings?.imageFormat ?? 'webp';
  return {
    siteId: site.id,
    accountId: site.accountId,
    name: site.name,
    domain: site.domain,
    language: settings?.language ?? 'en',
    tone: settings?.tone ?? 'neutral',
    brandInstructions: settings?.brandInstructions ?? '',
    imageStyle: settings?.imageStyle ?? 'photorealistic',
    imageFormat: (FORMATS.includes(format) ? format : 'webp') as SiteProfile['imageFormat'],
    featuredImages: settings?.featuredImages ?? 1,
    inArticleImages: settings?.inArticleImages ?? 2,
    featuredImageSize: settings?.featuredImageSize ?? null,
    inArticleImageSize: settings?.inArticleImageSize ?? null,
    textModelId: settings?.textModelId ?? null,
    imageModelId: settings?.imageModelId ?? null,
    imageTier: settings?.imageTier ?? null,
  };
}
