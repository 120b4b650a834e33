/** What a site owner may choose from. Values are stored and sent to the model in the prompt; labels are for people. */
export interface Option {
  value: string;
  label: string;
}

const options = (values: readonly string[]): Option[] =>
  values.map((value) => ({
    value,
    label: value.charAt(0).toUpperCase() + value.slice(1).replaceAll('_', ' '),
  }));

export const IMAGE_STYLES = [
  'photorealistic',
  'illustration',
  'flat',
  'watercolor',
  'line_art',
  '3d_render',
  'cinematic',
  'minimalist',
  'vintage',
  'cartoon',
] as const;
export const IMAGE_FORMATS = ['webp', 'jpeg', 'png'] as const;
export const TONES = [
  'neutral',
  'friendly',
  'professional',
  'conversational',
  'authoritative',
  'playful',
  'inspiring',
  'persuasive',
] as const;

// BCP 47 tags; the names come from the runtime's own tables (CLDR).
export const LANGUAGES = [
  'ar',
  'bg',
  'bn',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'en-GB',
  'es',
  'et',
  'fa',
  'fi',
  'fr',
  'he',
  'hi',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'ms',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ru',
  'sk',
  'sl',
  'sr',
  'sv',
  'sw',
  'th',
  'tr',
  'uk',
  'ur',
  'vi',
  'zh',
] as const;

/** IANA time zones, UTC first. */
export const TIME_ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** The choice lists of a site and its settings, as the API gives them. */
export const SITE_OPTIONS = {
  imageStyles: options(IMAGE_STYLES),
  imageFormats: IMAGE_FORMATS.map((value) => ({
    value,
    label: value === 'webp' ? 'WebP' : value.toUpperCase(),
  })),
  tones: options(TONES),
  languages: LANGUAGES.map((value) => ({ value, label: names.of(value) ?? value })).sort((a, b) =>
    a.label.localeCompare(b.label),
  ),
  timeZones: TIME_ZONES,
  maxInArticleImages: 10,
  maxFeaturedImages: 1,
} as const;
