import { sql } from 'drizzle-orm';
import { migrationRecord } from '#db/schema/index.ts';
import { recordAudit } from '#domain/audit/index.ts';
import { type Context, inTransaction, requireAdministrator } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { registrySnapshot } from '#domain/models/index.ts';
import { accountsPhase } from '../phases/1-accounts.ts';
import { shadowPhase } from '../phases/2-shadow.ts';
import { keysPhase } from '../phases/3-keys.ts';
import { creditsPhase } from '../phases/4-credits.ts';
import { apiPhase } from '../phases/5-api.ts';
import { settingsPhase } from '../phases/6-settings.ts';
import { closePhase } from '../phases/7-close.ts';
import { openSource, readConstants, readSmall } from '../sources/read.ts';
import {
  type Effect,
  type Finding,
  noteUnfit,
  type Phase,
  type PhaseNumber,
  type PhaseOptions,
  type Report,
  type Work,
} from './phase.ts';
import { judge } from './state.ts';
import {
  ensureMigration,
  forgetInstallation,
  phaseRows,
  sameInstallation,
  setPhase,
  statesOf,
} from './store.ts';

export const phases: Readonly<Record<PhaseNumber, Phase>> = {
  1: accountsPhase,
  2: shadowPhase,
  3: keysPhase,
  4: creditsPhase,
  5: apiPhase,
  6: settingsPhase,
  7: closePhase,
};

export interface SourceOptions extends PhaseOptions {
  /** PostgreSQL URL, dumpdata file or archive. */
  source: string;
  /** JSON file with the constants of the old code; default: constants.json beside a dump. */
  constants?: string | undefined;
}

/** `changed` false: the phase was there already, and nothing was done. */
export interface Done {
  phase: PhaseNumber;
  state: string;
  changed: boolean;
  effects: Effect[];
  findings: Finding[];
}

/** Everything that applying a phase would do, from the source as it is now. Changes nothing but the stored plan. Administrators. */
export async function planPhase(ctx: Context, number: PhaseNumber, options: SourceOptions): Promise<Report> {
  return withSource(ctx, number, options, async (work) => {
    const report = await inTransaction(ctx, (tx) => phases[number].plan({ ...work, ctx: tx }));
    await inTransaction(ctx, (tx) => setPhase(tx, number, { plan: report }));
    return report;
  });
}

/**
 * Applies a phase. Refused before the one before it is verified (422); a second application changes nothing. Killed at any moment,
 * it is not applied, or goes on where it was when it is asked for again. Administrators.
 */
export async function applyPhase(ctx: Context, number: PhaseNumber, options: SourceOptions): Promise<Done> {
  requireAdministrator(ctx);
  const phase = phases[number];
  const ready = await inTransaction(ctx, async (tx) => {
    const rows = await phaseRows(tx, true);
    if (!mayGo(judge('apply', number, statesOf(rows)))) return null;
    const row = rows.find((candidate) => candidate.phase === number);
    const round = (row?.round ?? 0) + (row?.state === 'pending' ? 1 : 0);
    // Only a phase of several transactions can be found in the middle.
    if (phase.steps && row?.state === 'pending')
      await setPhase(tx, number, { state: 'applying', round, done: 0 });
    await ensureMigration(tx);
    return { round };
  });
  if (!ready) return doneAlready(ctx, number);
  try {
    return await withSource(ctx, number, options, async (work) => {
      const steps = await phase.steps?.({ ...work, round: ready.round });
      return inTransaction(ctx, (tx) => finish(tx, phase, { ...work, ctx: tx, round: ready.round }, steps));
    });
  } catch (error) {
    await inTransaction(ctx, (tx) => backToPending(tx, number));
    throw error;
  }
}

async function finish(tx: Context, phase: Phase, work: Work, steps: unknown): Promise<Done> {
  const { number } = phase;
  const rows = await phaseRows(tx, true);
  const verdict = judge('apply', number, statesOf(rows));
  if (!mayGo(verdict)) return doneAlready(tx, number); // another process was quicker
  const { report, saved } = await phase.apply(work, steps);
  await noteUnfit(tx, number, work.small, phase.tables);
  const now = tx.clock.now();
  await setPhase(tx, number, {
    state: 'applied',
    round: work.round,
    report,
    saved: saved ?? null,
    findings: null,
    appliedAt: now,
    verifiedAt: null,
    error: null,
  });
  if (number === 1)
    await tx.db
      .update(migrationRecord)
      .set({ sourceIdentity: work.small.identity, sourceShown: work.source.shown });
  await recordAudit(tx, {
    action: 'migration.phase_applied',
    object: objectOf(phase),
    after: { round: work.round, effects: report.effects },
  });
  return { phase: number, state: 'applied', changed: true, effects: report.effects, findings: [] };
}

// An attempt that was refused, rather than killed, and wrote nothing leaves the phase as it was.
async function backToPending(tx: Context, number: PhaseNumber): Promise<void> {
  const [row] = await tx.db.execute<{ done: string }>(
    sql`select done from legacy_phases where phase = ${number} and state = 'applying' for update`,
  );
  if (row && Number(row.done) === 0) await setPhase(tx, number, { state: 'pending' });
}

/** Checks a phase that was applied, as often as anybody likes, against the source and this database. All right: it counts as verified. */
export async function verifyPhase(ctx: Context, number: PhaseNumber, options: SourceOptions): Promise<Done> {
  requireAdministrator(ctx);
  await inTransaction(ctx, async (tx) => mayGo(judge('verify', number, statesOf(await phaseRows(tx)))));
  return withSource(ctx, number, options, async (work) =>
    inTransaction(ctx, async (tx) => {
      const rows = await phaseRows(tx, true);
      mayGo(judge('verify', number, statesOf(rows)));
      const round = rows.find((row) => row.phase === number)?.round ?? 1;
      const findings = await phases[number].verify({ ...work, ctx: tx, round });
      const ok = findings.every((entry) => entry.ok);
      const state = ok ? 'verified' : 'applied';
      await setPhase(tx, number, { state, findings, verifiedAt: ok ? tx.clock.now() : null, error: null });
      await recordAudit(tx, {
        action: ok ? 'migration.phase_verified' : 'migration.phase_failed',
        object: objectOf(phases[number]),
        after: {
          checks: findings.length,
          failed: findings.filter((entry) => !entry.ok).map((entry) => entry.what),
        },
      });
      return { phase: number, state, changed: true, effects: [], findings };
    }),
  );
}

/** Takes a phase back in one transaction, with what was kept for it. Refused while a later one stands (422). Needs no source. Administrators. */
export async function rollbackPhase(ctx: Context, number: PhaseNumber): Promise<Done> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const rows = await phaseRows(tx, true);
    if (!mayGo(judge('rollback', number, statesOf(rows)))) return doneAlready(tx, number);
    const row = rows.find((candidate) => candidate.phase === number);
    // What never came to its end kept nothing; what its steps wrote is taken back all the same.
    const kept = { saved: row?.saved ?? [], round: row?.round ?? 1, report: row?.report };
    const effects = number === 7 && row?.state === 'applying' ? [] : await phases[number].rollback(tx, kept);
    await tx.db.execute(sql`delete from legacy_rows where phase = ${number}`);
    await setPhase(tx, number, {
      state: 'pending',
      done: 0,
      saved: null,
      findings: null,
      appliedAt: null,
      verifiedAt: null,
      error: null,
    });
    if (number === 1) await forgetInstallation(tx);
    await recordAudit(tx, {
      action: 'migration.phase_rolled_back',
      object: objectOf(phases[number]),
      after: { round: kept.round, effects },
    });
    return { phase: number, state: 'pending', changed: true, effects, findings: [] };
  });
}

const objectOf = (phase: Phase) => ({
  type: 'migration',
  id: String(phase.number),
  label: `Phase ${phase.number}: ${phase.title}`,
});

function mayGo(verdict: ReturnType<typeof judge>): boolean {
  if (!verdict.go && !verdict.done) throw new DomainError('invalid_state', verdict.why);
  return verdict.go;
}

async function doneAlready(ctx: Context, number: PhaseNumber): Promise<Done> {
  const row = (await inTransaction(ctx, phaseRows)).find((candidate) => candidate.phase === number);
  return { phase: number, state: row?.state ?? 'pending', changed: false, effects: [], findings: [] };
}

async function withSource<T>(
  ctx: Context,
  number: PhaseNumber,
  options: SourceOptions,
  work: (work: Work) => Promise<T>,
): Promise<T> {
  requireAdministrator(ctx);
  const { models } = await registrySnapshot(ctx);
  if (models.size === 0)
    throw new DomainError(
      'invalid_state',
      'The registry is empty. Start this installation once, so that its models are there.',
    );
  const source = openSource(options.source, ctx.keyring);
  try {
    const small = await readSmall(source, await readConstants(options.source, options.constants));
    await sameInstallation(ctx, small.identity, source.shown);
    const rows = await inTransaction(ctx, phaseRows);
    return await work({
      ctx,
      source,
      small,
      options,
      round: rows.find((row) => row.phase === number)?.round ?? 1,
    });
  } finally {
    await source.close();
  }
}
