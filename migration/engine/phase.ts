import { sql } from 'drizzle-orm';
import type { Context } from '#domain/context.ts';
import type { Small } from '../sources/read.ts';
import type { TableName } from '../sources/tables.ts';
import type { Source } from '../sources/types.ts';

export type PhaseNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const PHASES = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly PhaseNumber[];

export interface PhaseOptions {
  /** Phase 3: try each platform key at its provider first. */
  test?: boolean | undefined;
  /** Phase 7: folder for the archive. */
  archiveFolder?: string | undefined;
}

/** What a phase works with. `ctx` is outside of any transaction in `steps`, inside the phase's last one elsewhere. */
export interface Work {
  ctx: Context;
  source: Source;
  small: Small;
  options: PhaseOptions;
  /** How often this phase has been applied, this time included. */
  round: number;
}

/** One effect of a phase, for its plan and its report. */
export interface Effect {
  what: string;
  count: number;
  detail: string;
}
/** One thing that was checked. */
export interface Finding {
  what: string;
  ok: boolean;
  detail: string;
}
export interface Report {
  effects: Effect[];
  [more: string]: unknown;
}

export interface Phase {
  number: PhaseNumber;
  title: string;
  does: string;
  /** Tables each of whose rows this phase says what became of. */
  tables: readonly TableName[];
  plan(work: Work): Promise<Report>;
  /** Long work in transactions of its own, each of which may be the last before a kill: done again, it goes on. */
  steps?(work: Work): Promise<unknown>;
  /** The phase's last transaction, with what `steps` gave. */
  apply(work: Work, steps: unknown): Promise<{ report: Report; saved?: unknown }>;
  verify(work: Work): Promise<Finding[]>;
  /** Needs no source: what is brought back was kept. */
  rollback(ctx: Context, kept: { saved: unknown; round: number; report: unknown }): Promise<Effect[]>;
}

export type Outcome = 'imported' | 'merged' | 'listed';
export interface Noted {
  table: TableName;
  pk: string;
  outcome: Outcome;
  reason?: string | null;
  target?: { type: string; id: string } | null;
  detail?: unknown;
}

const AT_ONCE = 2000;

/** Writes down what became of rows of the source. A row that is written down already stays so. */
export async function note(ctx: Context, phase: PhaseNumber, rows: readonly Noted[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const json = rows
      .slice(at, at + AT_ONCE)
      .map(({ table, pk, outcome, reason = null, target = null, detail = null }) => ({
        source_table: table,
        source_pk: pk,
        phase,
        outcome,
        reason,
        target_type: target?.type ?? null,
        target_id: target?.id ?? null,
        detail,
      }));
    await ctx.db.execute(
      sql`insert into legacy_rows select * from jsonb_populate_recordset(null::legacy_rows, ${JSON.stringify(json)}::jsonb) on conflict do nothing`,
    );
  }
}

/** How many rows of each table ended how in a phase. */
export async function outcomes(
  ctx: Context,
  phase: PhaseNumber,
): Promise<{ table: string; imported: number; merged: number; listed: number }[]> {
  const rows = await ctx.db.execute<{
    table: string;
    imported: number;
    merged: number;
    listed: number;
  }>(sql`select source_table as table,
    count(*) filter (where outcome = 'imported')::int as imported, count(*) filter (where outcome = 'merged')::int as merged, count(*) filter (where outcome = 'listed')::int as listed
    from legacy_rows where phase = ${phase} group by 1 order by 1`);
  return rows.map((row) => ({ ...row }));
}

/** Notes every row that did not fit its table, for the phase that owns the table. */
export const noteUnfit = (
  ctx: Context,
  phase: PhaseNumber,
  small: Small,
  tables: readonly TableName[],
): Promise<void> =>
  note(
    ctx,
    phase,
    small.unfit
      .filter((row) => tables.includes(row.table))
      .map((row) => ({
        table: row.table,
        pk: row.pk,
        outcome: 'listed',
        reason: `It does not fit its table: ${row.fault}`,
      })),
  );

/** Whether the rows of the source and the rows that were written down are as many. */
export async function counted(
  ctx: Context,
  phase: PhaseNumber,
  expected: Partial<Record<TableName, number>>,
): Promise<Finding[]> {
  const noted = await outcomes(ctx, phase);
  return Object.entries(expected).map(([table, rows]) => {
    const { imported = 0, merged = 0, listed = 0 } = noted.find((entry) => entry.table === table) ?? {};
    const detail = `${rows} in the source; ${imported} imported + ${merged} merged + ${listed} listed = ${imported + merged + listed}`;
    return {
      what: `Every row of ${table} is accounted for`,
      ok: imported + merged + listed === rows,
      detail,
    };
  });
}

/** One line of a phase’s check. */
export const finding = (what: string, ok: boolean, detail: string): Finding => ({ what, ok, detail });
