import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, inTransaction } from '../../context.ts';
import { recordMany } from '../rows.ts';
import { workspaceOf } from '../workspace.ts';
import type { NewKeyword } from './schema.ts';

export interface Added {
  added: number;
  /** Named twice, or there already; figures given anew are taken over. */
  merged: number;
  ids: string[];
}

const same = ({ keyword, country }: NewKeyword) => `${keyword.toLowerCase()}\u0000${country ?? ''}`;

/** One entry a keyword and country; of duplicates, later figures fill in what earlier ones lack. */
export function withoutDuplicates(given: readonly NewKeyword[]): NewKeyword[] {
  const merged = new Map<string, NewKeyword>();
  for (const entry of given) {
    const earlier = merged.get(same(entry));
    const filled = Object.fromEntries(
      Object.entries(entry).filter(([, value]) => value !== null && value !== undefined),
    );
    merged.set(
      same(entry),
      earlier
        ? {
            ...entry,
            ...filled,
            ...Object.fromEntries(
              Object.entries(earlier).filter(([, value]) => value !== null && value !== undefined),
            ),
          }
        : entry,
    );
  }
  return [...merged.values()];
}

/** Adds keywords to a site, duplicates merged, all or none. Throws 404 for a site that is not the actor's, 403 for a viewer. */
export const addKeywords = (
  ctx: Context,
  input: { siteId: string; keywords: readonly NewKeyword[] },
): Promise<Added> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, input.siteId, 'editor');
    const unique = withoutDuplicates(input.keywords);
    const rows = unique.map((entry) => ({
      id: uuidv7(),
      keyword: entry.keyword,
      volume: entry.volume ?? null,
      difficulty: entry.difficulty ?? null,
      intent: entry.intent ?? null,
      country: entry.country ?? '',
    }));
    const now = tx.clock.now().toISOString();
    const stored = await tx.db.execute<{ id: string; added: boolean }>(sql`
      insert into keywords (id, site_id, account_id, keyword, volume, difficulty, intent, country, created_at, updated_at)
      select id, ${input.siteId}::uuid, ${workspace.accountId}::uuid, keyword, volume, difficulty, intent::search_intent, country, ${now}::timestamptz, ${now}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as given (id uuid, keyword text, volume integer, difficulty integer, intent text, country text)
      on conflict (site_id, lower(keyword), country) where deleted_at is null do update set
        volume = coalesce(excluded.volume, keywords.volume), difficulty = coalesce(excluded.difficulty, keywords.difficulty),
        intent = coalesce(excluded.intent, keywords.intent), updated_at = excluded.updated_at, version = keywords.version + 1
      returning id, (xmax = 0) as added`);
    const ids = stored.map((row) => row.id);
    const added = stored.filter((row) => row.added).length;
    await recordMany(tx, workspace, 'keywords.added', ids, { added });
    return { added, merged: input.keywords.length - added, ids };
  });
