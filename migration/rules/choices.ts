import type { ModelRow, RegistrySnapshot } from '#domain/models/index.ts';
import { priceInForce, successors } from '#domain/models/index.ts';
import type { RowOf } from '../sources/tables.ts';

type Settings = RowOf<'settings'>;
type Globals = RowOf<'globals'>;

/** What an old choice becomes, in a sentence where it is not simply the same. */
export interface Mapped {
  /** Fields of the site's settings that take a value. */
  fields: {
    textModelId?: string;
    imageTier?: string;
    imageStyle?: string;
    inArticleImages?: number;
    inArticleImageSize?: string;
    featuredImageSize?: string;
  };
  /** Choices that were not carried over as they stood, each with its cure. */
  listed: {
    member: string;
    code: 'unknown_model' | 'retired_model' | 'not_an_object' | 'empty' | 'unknown_value' | 'other_kind';
    what: string;
    cure: string;
  }[];
}

const STYLES: Readonly<Record<string, string>> = {
  realistic: 'photorealistic',
  photo: 'photorealistic',
  photorealistic: 'photorealistic',
  illustration: 'illustration',
  cartoon: 'cartoon',
  minimalist: 'minimalist',
  '3d': '3d_render',
  vector: 'flat',
};
const IMAGE_MEMBERS = ['runwareModel', 'dalleModel', 'imageModel', 'model'] as const;

/** A row's config as an object, whether it is one or a text that holds one. */
export function configOf(row: Settings): { config: Record<string, unknown>; twice: boolean } | null {
  const value = row.config;
  if (isObject(value)) return { config: value, twice: false };
  if (typeof value !== 'string') return null;
  try {
    const inner: unknown = JSON.parse(value);
    return isObject(inner) ? { config: inner, twice: true } : null;
  } catch {
    return null; // not JSON: the caller lists it
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an account's settings row chose, in terms of tiers and models. Pure. */
export function mapSettings(row: Settings, snapshot: RegistrySnapshot, at: Date): Mapped {
  const mapped: Mapped = { fields: {}, listed: [] };
  const read = configOf(row);
  if (!read) {
    mapped.listed.push({
      member: 'config',
      code: 'not_an_object',
      what: 'The settings are no object.',
      cure: 'The site takes the defaults; choose again on its settings page.',
    });
    return mapped;
  }
  const { config } = read;
  if (row.integration_type === 'image_generation') {
    for (const member of IMAGE_MEMBERS)
      if (typeof config[member] === 'string') chooseImage(mapped, member, config[member], snapshot, at);
    const style = config['image_type'] ?? config['image_style'];
    if (typeof style === 'string') chooseStyle(mapped, style);
  } else if (typeof config['model'] === 'string') chooseText(mapped, 'model', config['model'], snapshot, at);
  return mapped;
}

/** What the platform's own settings chose for every site: a style, a count, a size. Its models are the registry's defaults now. */
export function mapGlobals(row: Globals, snapshot: RegistrySnapshot, at: Date): Mapped {
  const mapped: Mapped = { fields: {}, listed: [] };
  chooseStyle(mapped, row.image_style);
  if (row.max_in_article_images >= 0 && row.max_in_article_images <= 10)
    mapped.fields.inArticleImages = row.max_in_article_images;
  else
    mapped.listed.push({
      member: 'max_in_article_images',
      code: 'unknown_value',
      what: `${row.max_in_article_images} images in an article are out of range.`,
      cure: 'The default count serves.',
    });
  const standing = (type: 'text' | 'image') =>
    [...snapshot.models.values()].find((model) => model.modelType === type && model.isDefault);
  const text = standing('text');
  if (text && row.openai_model !== text.modelName)
    mapped.listed.push({
      member: 'openai_model',
      code: 'unknown_value',
      what: `The platform's default was ${row.openai_model}.`,
      cure: `The default is ${text.modelName}; who wants another chooses it.`,
    });
  const service = row.default_image_service === 'runware' ? 'runware_model' : 'dalle_model';
  const chosen = row[service];
  const image: Mapped = { fields: {}, listed: [] };
  chooseImage(image, service, chosen, snapshot, at);
  mapped.listed.push(...image.listed);
  if (image.fields.imageTier && image.fields.imageTier !== standing('image')?.qualityTier)
    mapped.listed.push({
      member: service,
      code: 'unknown_value',
      what: `The platform's default image model was ${chosen}.`,
      cure: `It serves the tier ${image.fields.imageTier}; the default is ${standing('image')?.modelName ?? 'none'}.`,
    });
  return mapped;
}

/** The tier that a model stands for: its own, whichever model serves the tier by now. Null for one that has none to offer. */
export function tierOf(snapshot: RegistrySnapshot, model: ModelRow): string | null {
  const live = [model, ...successors(snapshot, model)].find((candidate) => candidate.status === 'active');
  const tier = live?.qualityTier ?? model.qualityTier;
  const served = [...snapshot.models.values()].some(
    (candidate) => candidate.status === 'active' && candidate.qualityTier === tier,
  );
  return served ? tier : null;
}

/** Tiers for people who must choose one: "basic (1 credit/image)". */
const tiersShown = (snapshot: RegistrySnapshot, at: Date): string =>
  snapshot.tiers
    .flatMap(({ tier }) => {
      const model = [...snapshot.models.values()].find(
        (candidate) => candidate.status === 'active' && candidate.qualityTier === tier,
      );
      const credits = model && priceInForce(snapshot.prices.get(model.id) ?? [], at)?.creditsPerImage;
      return credits ? [`${tier} (${credits})`] : [];
    })
    .join(', ');

function chooseImage(
  mapped: Mapped,
  member: string,
  name: string,
  snapshot: RegistrySnapshot,
  at: Date,
): void {
  const model = modelNamed(snapshot, name);
  if (!model)
    return void mapped.listed.push({
      member,
      code: 'unknown_model',
      what: `${name} is in no registry.`,
      cure: `Choose a tier: ${tiersShown(snapshot, at)}. Until then the default serves.`,
    });
  if (model.modelType !== 'image')
    return void mapped.listed.push({
      member,
      code: 'other_kind',
      what: `${name} makes no images.`,
      cure: 'The default serves.',
    });
  const tier = tierOf(snapshot, model);
  if (tier) mapped.fields.imageTier = tier;
  if (model.status !== 'active')
    mapped.listed.push({
      member,
      code: 'retired_model',
      what: `${name} is retired.`,
      cure: tier ? `Its tier ${tier} was chosen in its place.` : 'The default serves.',
    });
}

function chooseText(
  mapped: Mapped,
  member: string,
  name: string,
  snapshot: RegistrySnapshot,
  at: Date,
): void {
  const model = modelNamed(snapshot, name);
  if (!model)
    return void mapped.listed.push({
      member,
      code: 'unknown_model',
      what: `${name} is in no registry.`,
      cure: 'The default text model serves; choose one on the settings page.',
    });
  if (model.modelType !== 'text')
    return void mapped.listed.push({
      member,
      code: 'other_kind',
      what: `${name} writes no text.`,
      cure: 'The default serves.',
    });
  const live =
    model.status === 'active'
      ? model
      : successors(snapshot, model).find(
          (candidate) =>
            candidate.status === 'active' && priceInForce(snapshot.prices.get(candidate.id) ?? [], at),
        );
  if (live) mapped.fields.textModelId = live.id;
  if (live !== model)
    mapped.listed.push({
      member,
      code: 'retired_model',
      what: `${name} is retired.`,
      cure: live ? `Its successor ${live.modelName} was chosen.` : 'The default serves.',
    });
}

function chooseStyle(mapped: Mapped, style: string): void {
  const known = STYLES[style.trim().toLowerCase()];
  if (known) mapped.fields.imageStyle = known;
  else
    mapped.listed.push({
      member: 'image_style',
      code: 'unknown_value',
      what: `The style ${style} is not known.`,
      cure: 'The default style serves.',
    });
}

const modelNamed = (snapshot: RegistrySnapshot, name: string): ModelRow | undefined =>
  [...snapshot.models.values()].find((model) => model.modelName === name.trim());
