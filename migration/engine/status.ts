import { type Context, inTransaction, requireAdministrator } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { modelChoices } from '#domain/models/index.ts';
import { isApiOn } from '../phases/5-api.ts';
import type { Fault } from '../rules/fault.ts';
import { type Impact, measureImpact } from '../rules/impact.ts';
import type { MigrationStatus, PhaseStatus } from '../wire.ts';
import { phases } from './acts.ts';
import { outcomes, PHASES, type PhaseNumber } from './phase.ts';
import { sourcePlace, withoutSecrets } from './requests.ts';
import { type Act, judge } from './state.ts';
import { migrationRow, phaseRows, statesOf } from './store.ts';

const ACTS: readonly Act[] = ['plan', 'apply', 'verify', 'rollback'];

/** Where the migration stands: every phase with its state, what it found, what became of the rows, and what may be done next. */
export async function migrationStatus(
  ctx: Context,
  serverSource: string | undefined,
): Promise<MigrationStatus> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const migration = await migrationRow(tx);
    const rows = await phaseRows(tx);
    const states = statesOf(rows);
    const list: PhaseStatus[] = [];
    for (const number of PHASES) {
      const row = rows.find((candidate) => candidate.phase === number);
      const { title, does } = phases[number];
      const report = (row?.report ?? row?.plan ?? null) as {
        effects?: PhaseStatus['effects'];
        faults?: Fault[];
        listed?: PhaseStatus['listed'];
      } | null;
      const allowed = ACTS.filter((act) => judge(act, number, states).go);
      list.push({
        phase: number,
        title,
        does,
        state: states[number],
        round: row?.round ?? 0,
        done: row?.done ?? 0,
        asked: (row?.asked ?? null) as Act | null,
        askedBy: row?.askedBy ?? null,
        error: row?.error ?? null,
        appliedAt: row?.appliedAt ?? null,
        verifiedAt: row?.verifiedAt ?? null,
        effects: report?.effects ?? [],
        isPlan: row?.report == null || states[number] === 'pending',
        faults: report?.faults ?? [],
        listed: report?.listed ?? [],
        findings: row?.findings ?? [],
        rows: await outcomes(tx, number),
        allowed,
      });
    }
    const place = await placeOf(tx, serverSource);
    return {
      source: place,
      sourceTyped: migration?.sourceSealed != null,
      sourceShown: migration?.sourceShown ?? null,
      maxChange: migration?.maxChange ?? null,
      apiOn: migration?.apiOn ?? false,
      archivePath: migration?.archivePath ?? null,
      archiveHash: migration?.archiveHash ?? null,
      closedAt: migration?.closedAt ?? null,
      phases: list,
    };
  });
}

async function placeOf(ctx: Context, serverSource: string | undefined): Promise<string | null> {
  try {
    return withoutSecrets(await sourcePlace(ctx, serverSource));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_configured') return null;
    throw error;
  }
}

/** The financial impact as it stands: measured while the parallel data is there, else as phase 2 reported it. */
export async function financialImpact(ctx: Context): Promise<Impact> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const rows = await phaseRows(tx);
    const kept = rows.find((row) => row.phase === 2)?.report as { impact?: Impact } | null;
    const closed = (await migrationRow(tx))?.closedAt;
    return closed && kept?.impact ? kept.impact : measureImpact(tx);
  });
}

/** What the old front end asks for: the models that may be chosen, under the names it knows. Throws 404 while phase 5 does not stand. */
export async function legacyModels(ctx: Context): Promise<
  {
    value: string;
    label: string;
    type: 'text' | 'image';
    service: string;
    isDefault: boolean;
    tier: string | null;
  }[]
> {
  if (!(await isApiOn(ctx))) throw new DomainError('not_found', 'This endpoint is switched off.');
  const choices = await modelChoices(ctx);
  return choices.map((choice) => ({
    value: choice.modelName,
    label: choice.label,
    type: choice.modelType,
    service: choice.provider,
    isDefault: choice.isDefault,
    tier: choice.qualityTier,
  }));
}

/** A phase's number from text. Throws 422. */
export function phaseNumber(value: number): PhaseNumber {
  const found = PHASES.find((phase) => phase === value);
  if (!found)
    throw new DomainError('invalid_field', 'There are seven phases.', {
      fields: [{ path: 'phase', message: 'A number from 1 to 7.' }],
    });
  return found;
}
