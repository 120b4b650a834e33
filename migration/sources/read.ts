import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Keyring } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { archiveSource } from './archive.ts';
import { databaseSource } from './database.ts';
import { dumpSource } from './dump.ts';
import type { RowOf, TableName } from './tables.ts';
import { SMALL_TABLES } from './tables.ts';
import type { Source } from './types.ts';

/** What the application of the source has in its code rather than in a table. */
export const Constants = z.object({
  MODEL_RATES: z.record(z.string(), z.object({ input: z.number(), output: z.number() })),
  IMAGE_MODEL_RATES: z.record(z.string(), z.number()),
});
export type Constants = z.output<typeof Constants>;

/** The small tables in memory, with the rows that do not fit. */
export interface Small {
  accounts: RowOf<'accounts'>[];
  sites: RowOf<'sites'>[];
  models: RowOf<'models'>[];
  costs: RowOf<'costs'>[];
  globals: RowOf<'globals'>[];
  settings: RowOf<'settings'>[];
  unfit: { table: TableName; pk: string; fault: string }[];
  constants: Constants | null;
  identity: string;
}

/** Opens a source by its place: a PostgreSQL URL, a dumpdata file (.json, .json.gz) or an archive of ours (.ndjson.gz). Throws 422 for anything else. */
export function openSource(place: string, keyring: Keyring): Source {
  if (/^postgres(ql)?:\/\//.test(place)) return databaseSource(place);
  if (!existsSync(place) || !statSync(place).isFile())
    throw invalidField('source', 'There is no such file; give a PostgreSQL URL or a dumpdata file.');
  if (/\.ndjson\.gz$/.test(place)) return archiveSource(place, keyring);
  if (/\.json(\.gz)?$/.test(place)) return dumpSource(place);
  throw invalidField(
    'source',
    'Give a PostgreSQL URL, a dumpdata file (.json or .json.gz) or an archive (.ndjson.gz).',
  );
}

/** Reads the tables that are small in one pass. Throws when the source has no accounts: then it is no such installation. */
export async function readSmall(source: Source, constants: Constants | null): Promise<Small> {
  const small: Omit<Small, 'identity'> = {
    accounts: [],
    sites: [],
    models: [],
    costs: [],
    globals: [],
    settings: [],
    unfit: [],
    constants,
  };
  for await (const entry of source.rows(SMALL_TABLES)) {
    if ('fault' in entry) small.unfit.push(entry);
    else if (entry.table !== 'usage' && entry.table !== 'transactions')
      (small[entry.table] as unknown[]).push(entry.row);
  }
  if (small.accounts.length === 0)
    throw new DomainError('invalid_state', `${source.shown} holds no accounts of an IGNY8 installation.`);
  for (const rows of [small.accounts, small.sites, small.models, small.costs, small.globals, small.settings])
    rows.sort((a, b) => byPk(a.pk, b.pk));
  return { ...small, identity: identityOf(small.accounts) };
}

const byPk = (a: string, b: string) => Number(a) - Number(b) || a.localeCompare(b);

// Names, states and credits change while people work; keys, slugs and birthdays do not.
function identityOf(accounts: readonly RowOf<'accounts'>[]): string {
  const hash = createHash('sha256');
  const oldest = [...accounts].sort((a, b) => byPk(a.pk, b.pk)).slice(0, 50);
  for (const { pk, slug, created_at } of oldest)
    hash.update(JSON.stringify([pk, slug, created_at.toISOString()]));
  return hash.digest('hex');
}

/** The constants of the source's code: the file that is named, else constants.json beside a dump. Null when there is neither. */
export async function readConstants(place: string, file?: string | undefined): Promise<Constants | null> {
  const path = file ?? (/^postgres(ql)?:\/\//.test(place) ? null : join(dirname(place), 'constants.json'));
  if (!path || (!file && !existsSync(path))) return null;
  const parsed = Constants.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success)
    throw invalidField('constants', `${path} does not hold MODEL_RATES and IMAGE_MODEL_RATES.`);
  return parsed.data;
}
