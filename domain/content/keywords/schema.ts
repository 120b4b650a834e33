import { createSelectSchema } from 'drizzle-zod';
import { z } from 'zod';
import { keywords } from '../../../db/schema/index.ts';
import { INTENTS, KEYWORD_STATUSES } from '../types.ts';

export const KeywordView = createSelectSchema(keywords)
  .omit({ accountId: true, deletedAt: true })
  .extend({ clusterName: z.string().nullable() })
  .meta({ id: 'Keyword' });
export type KeywordView = z.infer<typeof KeywordView>;

/** What a list of keywords may be narrowed by. */
export const KeywordFilters = z.strictObject({
  q: z.string().max(200).optional(),
  status: z.enum(KEYWORD_STATUSES).optional(),
  intent: z.enum(INTENTS).optional(),
  country: z.string().max(2).optional(),
  clusterId: z.uuid().optional(),
  minVolume: z.coerce.number().int().min(0).optional(),
  maxDifficulty: z.coerce.number().int().min(0).max(100).optional(),
});
export type KeywordFilters = z.infer<typeof KeywordFilters>;

const word = z
  .string()
  .transform((text) => text.replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'A keyword needs at least one character.')
      .max(200, 'A keyword has at most 200 characters.'),
  );
const country = z
  .string()
  .transform((text) => text.trim().toUpperCase())
  .pipe(z.string().regex(/^([A-Z]{2})?$/, 'A country is two letters, such as US.'));
const volume = z.int().min(0).max(1_000_000_000).nullable();
const difficulty = z.int().min(0).max(100).nullable();
const intent = z.enum(INTENTS).nullable();

export const NewKeyword = z.strictObject({
  keyword: word,
  volume: volume.optional(),
  difficulty: difficulty.optional(),
  intent: intent.optional(),
  country: country.optional(),
});
export type NewKeyword = z.infer<typeof NewKeyword>;

export const MOST_KEYWORDS = 20_000;
export const AddKeywords = z.strictObject({ keywords: z.array(NewKeyword).min(1).max(MOST_KEYWORDS) });

/** Absent: kept; null: cleared. */
export const UpdateKeyword = z.strictObject({
  keyword: word.optional(),
  volume: volume.optional(),
  difficulty: difficulty.optional(),
  intent: intent.optional(),
  country: country.optional(),
  clusterId: z.uuid().nullable().optional(),
  archived: z.boolean().optional(),
});
export type UpdateKeyword = z.infer<typeof UpdateKeyword>;

export const Ids = z.strictObject({ ids: z.array(z.uuid()).min(1).max(MOST_KEYWORDS) });
export const IdsAnswer = z.object({ ids: z.array(z.uuid()) });
export const MoveKeywords = Ids.extend({ clusterId: z.uuid().nullable() });
const from = z.array(MoveKeywords).min(1).max(MOST_KEYWORDS);
export const MoveKeywordsBack = z.strictObject({ from });
export type MoveKeywordsBack = z.infer<typeof MoveKeywordsBack>;
export const MovedKeywords = IdsAnswer.extend({ from });
export type MovedKeywords = z.infer<typeof MovedKeywords>;

const column = z.string().min(1).max(200);
export const ImportKeywords = z.strictObject({
  csv: z.string().min(1).max(4_000_000),
  /** Which column holds what, by the names in the first line. */
  columns: z.strictObject({
    keyword: column,
    volume: column.optional(),
    difficulty: column.optional(),
    intent: column.optional(),
    country: column.optional(),
  }),
  /** Only report what would happen. */
  preview: z.boolean().default(false),
  /** Leave faulty lines out, rather than refuse the whole. */
  skipFaulty: z.boolean().default(false),
});
export type ImportKeywords = z.infer<typeof ImportKeywords>;

export const AddedKeywords = z.object({ added: z.int(), merged: z.int(), ids: z.array(z.uuid()) });
export type AddedKeywords = z.infer<typeof AddedKeywords>;
export const ImportReport = z.object({
  rows: z.int(),
  added: z.int(),
  merged: z.int(),
  faults: z.array(z.object({ line: z.int(), column: z.string(), message: z.string() })),
  preview: z.boolean(),
});
export type ImportReport = z.infer<typeof ImportReport>;
