import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { articles, clusters, contentIdeas, imagePrompts, keywords, tasks } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { notFound, staleVersion } from '../errors.ts';
import { type CursorPosition, type Page, pageOf, readCursor } from '../paging.ts';
import { type Workspace, workspaceOf } from './workspace.ts';

/** Tables whose rows can be removed and taken back, with the nouns people read. */
const KEPT = {
  keyword: keywords,
  cluster: clusters,
  idea: contentIdeas,
  task: tasks,
  article: articles,
  'image prompt': imagePrompts,
} as const;
export type KeptNoun = keyof typeof KEPT;
type Kept<Noun extends KeptNoun> = (typeof KEPT)[Noun]['$inferSelect'];
type Change<Noun extends KeptNoun> = { [Field in keyof Kept<Noun>]?: Kept<Noun>[Field] | undefined };

export interface Some {
  siteId: string;
  ids: readonly string[];
}

/** One row of the site, as it was when it was read. */
export interface Versioned {
  siteId: string;
  id: string;
  expectedVersion: number;
}

/** An array of ids as one parameter: `id = any (…)`. */
export const anyOf = (ids: readonly string[]): SQL => sql`any (${sql.param(`{${ids.join(',')}}`)}::uuid[])`;

/** Removes rows, so that they can be taken back. Those that are gone already are no fault. Answers the ids it removed. */
export const removeRows = (ctx: Context, noun: KeptNoun, { siteId, ids }: Some): Promise<{ ids: string[] }> =>
  setDeleted(ctx, noun, siteId, ids, true);

/** Takes removed rows back. Throws conflict where something with the same name was made in the meantime. */
export const restoreRows = (
  ctx: Context,
  noun: KeptNoun,
  { siteId, ids }: Some,
): Promise<{ ids: string[] }> => setDeleted(ctx, noun, siteId, ids, false);

/** Removes one row, as it was when it was read. Throws 404, 403, 412. */
export const removeVersion = (ctx: Context, noun: KeptNoun, input: Versioned): Promise<void> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, input.siteId, 'editor');
    await lockVersion(tx, noun, input);
    await removeRows(tx, noun, { siteId: input.siteId, ids: [input.id] });
  });

const setDeleted = (
  ctx: Context,
  noun: KeptNoun,
  siteId: string,
  ids: readonly string[],
  deleted: boolean,
): Promise<{ ids: string[] }> =>
  inTransaction(ctx, async (tx) => {
    const workspace = await workspaceOf(tx, siteId, 'editor');
    const now = tx.clock.now().toISOString();
    const rows = await tx.db.execute<{ id: string }>(sql`
      update ${KEPT[noun]} set deleted_at = ${deleted ? now : null}::timestamptz, updated_at = ${now}::timestamptz, version = version + 1
      where site_id = ${siteId} and id = ${anyOf(ids)} and (deleted_at is null) = ${deleted} returning id`);
    const changed = rows.map((row) => row.id);
    if (changed.length > 0)
      await recordMany(tx, workspace, `${noun}.${deleted ? 'removed' : 'restored'}`, changed);
    return { ids: changed };
  });

/** One audit event for a change of many rows. */
export const recordMany = (
  ctx: Context,
  workspace: Workspace,
  action: string,
  ids: readonly string[],
  after: Record<string, unknown> = {},
): Promise<void> =>
  recordAudit(ctx, {
    action: action.replace(' ', '_'),
    object: { type: 'site', id: workspace.siteId, label: workspace.domain },
    accountId: workspace.accountId,
    after: { count: ids.length, ids: ids.slice(0, 100), ...after },
  });

/** Refuses a change to what has changed since it was read. `undefined` rows throw 404. */
export function fresh<Row extends { version: number }>(
  row: Row | undefined,
  expectedVersion: number,
  what: string,
): Row {
  if (!row) throw notFound(what);
  if (row.version !== expectedVersion) throw staleVersion(what, row.version);
  return row;
}

/** The row, locked until the transaction ends, if nobody changed it since it was read. Throws 404, 412. */
export async function lockVersion<Noun extends KeptNoun>(
  ctx: Context,
  noun: Noun,
  { siteId, id, expectedVersion }: Versioned,
): Promise<Kept<Noun>> {
  const table = KEPT[noun] as typeof keywords;
  const rows = await ctx.db
    .select()
    .from(table)
    .where(and(eq(table.id, id), eq(table.siteId, siteId), isNull(table.deletedAt)))
    .for('update');
  return fresh(rows[0] as unknown as Kept<Noun> | undefined, expectedVersion, noun);
}

/** Writes the fields that are given to a locked row, as its next version. */
export async function saveVersion<Noun extends KeptNoun>(
  ctx: Context,
  noun: Noun,
  before: Kept<Noun>,
  change: NoInfer<Change<Noun>>,
): Promise<void> {
  const table = KEPT[noun] as typeof keywords;
  await ctx.db
    .update(table)
    .set({ ...change, updatedAt: ctx.clock.now(), version: before.version + 1 })
    .where(eq(table.id, before.id));
}

/** The columns that are shown: all but the account and the mark of removal. */
export const shown = <Table extends (typeof KEPT)[KeptNoun]>(
  table: Table,
): Omit<Table['_']['columns'], 'accountId' | 'deletedAt'> => {
  const { accountId: _account, deletedAt: _deleted, ...columns } = getTableColumns(table);
  return columns as unknown as Omit<Table['_']['columns'], 'accountId' | 'deletedAt'>;
};

/**
 * How many rows `from …` has, as a column of a list. The condition must be an SQL value of its own: drizzle takes the table
 * names off the columns that stand directly in a field of a query of one table, and `id` would then be the inner table's.
 */
export const countOf = (from: SQL): SQL<number> => sql<number>`(select count(*)::int ${from})`;

export interface ListRequest {
  limit: number;
  cursor?: string | undefined;
  /** Never absent where the list declares sorts. */
  sort?: string | undefined;
}
export interface Sort<Row> {
  by: SQL | PgColumn;
  type: 'timestamptz' | 'text' | 'integer' | 'bigint';
  value(row: Row): string | number;
}

/** Conditions and order of one page of a list, read on from the cursor by (sort value, id). */
export function keyset<Row extends { id: string }>(
  sorts: Record<string, Sort<Row>>,
  { limit, cursor, sort = '' }: ListRequest,
  id: PgColumn,
) {
  const field = sorts[sort.replace(/^-/, '')];
  if (!field) throw new Error(`no sort ${sort}`);
  const position = readCursor(cursor);
  const down = sort.startsWith('-');
  const direction = down ? sql`desc` : sql`asc`;
  return {
    after: position
      ? sql`(${field.by}, ${id}) ${down ? sql`<` : sql`>`} (${String(position[0])}::text::${sql.raw(field.type)}, ${position[1]}::uuid)`
      : undefined,
    order: [sql`${field.by} ${direction}`, sql`${id} ${direction}`],
    most: limit + 1,
    page: (rows: Row[]): Page<Row> =>
      pageOf(rows, limit, (row): CursorPosition => [field.value(row), row.id]),
  };
}

/** A `like` pattern for words typed by a person, found anywhere. */
export const anywhere = (words: string): string =>
  `%${words
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
