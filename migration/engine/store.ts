import { asc, eq, sql } from 'drizzle-orm';
import { migrationPhases, migrationRecord } from '#db/schema/index.ts';
import { type Context, inTransaction } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { PHASES, type PhaseNumber } from './phase.ts';
import type { PhaseState, States } from './state.ts';

export type MigrationRow = typeof migrationRecord.$inferSelect;
export type PhaseRow = typeof migrationPhases.$inferSelect;

/** All seven phases, in order. Inside a transaction with `lock` nobody else acts on any of them until it ends. */
export async function phaseRows(ctx: Context, lock = false): Promise<PhaseRow[]> {
  const query = ctx.db.select().from(migrationPhases).orderBy(asc(migrationPhases.phase));
  return lock ? query.for('update') : query;
}

/** The state of each of the seven phases; one without a row is pending. */
export const statesOf = (rows: readonly PhaseRow[]): States =>
  Object.fromEntries(
    PHASES.map((phase) => [
      phase,
      (rows.find((row) => row.phase === phase)?.state ?? 'pending') as PhaseState,
    ]),
  ) as States;

/** The migration’s row, or null before it has begun. */
export async function migrationRow(ctx: Context): Promise<MigrationRow | null> {
  const [row] = await ctx.db.select().from(migrationRecord);
  return row ?? null;
}

/** The migration's row, made when it is not there. */
export async function ensureMigration(ctx: Context): Promise<MigrationRow> {
  await ctx.db.insert(migrationRecord).values({ createdAt: ctx.clock.now() }).onConflictDoNothing();
  const row = await migrationRow(ctx);
  if (!row) throw new Error('the migration was not written');
  return row;
}

/** Writes fields of a phase’s row. */
export const setPhase = (ctx: Context, phase: PhaseNumber, fields: Partial<PhaseRow>) =>
  ctx.db.update(migrationPhases).set(fields).where(eq(migrationPhases.phase, phase));

/** Refuses a source that is another installation than the one whose accounts were imported. */
export async function sameInstallation(ctx: Context, identity: string, shown: string): Promise<void> {
  const row = await inTransaction(ctx, migrationRow);
  if (row?.sourceIdentity && row.sourceIdentity !== identity)
    throw new DomainError(
      'conflict',
      `${shown} is another installation than the one that is being moved (${row.sourceShown}).`,
    );
}

/** Forgets which installation was moved: after the first phase was rolled back nothing of it is here. */
export const forgetInstallation = (ctx: Context) =>
  ctx.db.execute(sql`update legacy_migrations set source_identity = null, source_shown = null`);
