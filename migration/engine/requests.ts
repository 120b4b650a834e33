import { sql } from 'drizzle-orm';
import { recordAudit } from '#domain/audit/index.ts';
import { asSystem, type Context, inTransaction, requireAdministrator } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { openText, sealText } from '#domain/providers/index.ts';
import { SOURCE_PURPOSE } from '../secrets.ts';
import { applyPhase, planPhase, rollbackPhase, verifyPhase } from './acts.ts';
import type { PhaseNumber } from './phase.ts';
import { type Act, judge } from './state.ts';
import { ensureMigration, migrationRow, phaseRows, setPhase, statesOf } from './store.ts';

const LEASE = '30 seconds';
const BEAT_MS = 5_000;

/** Sets where the source lies (typed by an administrator: URL, file, or archive), sealed since a URL holds a password. Null: the server's own setting. */
export async function setSource(ctx: Context, source: string | null): Promise<void> {
  requireAdministrator(ctx);
  await inTransaction(ctx, async (tx) => {
    await ensureMigration(tx);
    const sealed = source === null ? null : sealText(ctx.keyring, SOURCE_PURPOSE, source);
    await tx.db.execute(
      sql`update legacy_migrations set source_sealed = ${sealed?.sealed ?? null}, source_key_id = ${sealed?.keyId ?? null}`,
    );
    await recordAudit(tx, {
      action: 'migration.source_set',
      object: { type: 'migration', id: 'source', label: 'Migration' },
      after: { source: source === null ? 'as the server is set' : withoutSecrets(source) },
    });
  });
}

/** Sets the limit in whole percent past which phase 4 is refused; null takes it away. */
export async function setLimit(ctx: Context, maxChange: number | null): Promise<void> {
  requireAdministrator(ctx);
  if (maxChange !== null && (!Number.isSafeInteger(maxChange) || maxChange < 0 || maxChange > 100_000))
    throw invalidField('maxChange', 'Give a limit in whole percent, 0 or more.');
  await inTransaction(ctx, async (tx) => {
    const { maxChange: earlier } = await ensureMigration(tx);
    if (earlier === maxChange) return;
    await tx.db.execute(sql`update legacy_migrations set max_change = ${maxChange}`);
    await recordAudit(tx, {
      action: 'migration.limit_set',
      object: { type: 'migration', id: 'limit', label: 'Migration' },
      before: { maxChange: earlier },
      after: { maxChange },
    });
  });
}

/** The place of a source as it may be shown: a URL of any scheme without user, password and parameters, a file's name. */
export function withoutSecrets(place: string): string {
  if (!/:\/\/|password/i.test(place)) return place;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(place) || !URL.canParse(place)) return 'an address that is not one';
  const { protocol, host, pathname } = new URL(place);
  return `${protocol}//${host}${pathname}`;
}

/** Where the source lies: as it was typed, else the server's own setting. Throws not_configured where there is neither. */
export async function sourcePlace(ctx: Context, fallback: string | undefined): Promise<string> {
  const row = await inTransaction(ctx, migrationRow);
  const place =
    row?.sourceSealed && row.sourceKeyId
      ? openText(ctx.keyring, SOURCE_PURPOSE, row.sourceSealed, row.sourceKeyId).reveal()
      : fallback;
  if (!place)
    throw new DomainError(
      'not_configured',
      'Say where the earlier installation lies: set LEGACY_SOURCE, or type it on the Migration page.',
      {
        extra: { link: '/admin/migration' },
      },
    );
  return place;
}

/** Asks a worker for an act on a phase. Refused at once where the act itself would be, or while another is under way (409). */
export async function askFor(
  ctx: Context,
  number: PhaseNumber,
  act: Act,
  options: { test?: boolean | undefined } = {},
): Promise<void> {
  requireAdministrator(ctx);
  await inTransaction(ctx, async (tx) => {
    const rows = await phaseRows(tx, true);
    const verdict = judge(act, number, statesOf(rows));
    if (!verdict.go && !verdict.done) throw new DomainError('invalid_state', verdict.why);
    const busy = rows.find((row) => row.asked !== null);
    if (busy)
      throw new DomainError(
        'conflict',
        `Phase ${busy.phase} is being worked on (${busy.asked}). Wait until it ends.`,
      );
    await setPhase(tx, number, {
      asked: act,
      askedBy: ctx.actor.label,
      askedOptions: { ...(options.test ? { test: true } : {}) },
      leaseUntil: null,
      error: null,
    });
  });
}

/** For workers: takes up an act that was asked for, also one whose worker died, and does it. False: there is none. */
export async function workOnRequest(
  ctx: Context,
  settings: { source: string | undefined; archiveFolder?: string | undefined },
): Promise<boolean> {
  const taken = await inTransaction(ctx, ({ db }) =>
    db.execute<{
      phase: PhaseNumber;
      asked: Act;
      asked_by: string;
      asked_options: { test?: boolean } | null;
    }>(
      sql`update legacy_phases set lease_until = clock_timestamp() + ${LEASE}::interval where phase = (select phase from legacy_phases
        where asked is not null and (lease_until is null or lease_until < clock_timestamp()) order by phase limit 1 for update skip locked) returning phase, asked, asked_by, asked_options`,
    ),
  );
  const [request] = taken;
  if (!request) return false;
  const beat = setInterval(() => {
    // A beat that fails is made up by the next; when none comes, another worker goes on.
    ctx.db
      .execute(
        sql`update legacy_phases set lease_until = clock_timestamp() + ${LEASE}::interval where phase = ${request.phase} and asked is not null`,
      )
      .catch(() => {});
  }, BEAT_MS);
  let error: string | null = null;
  try {
    await act(asSystem(ctx, `migration, asked by ${request.asked_by}`), request, settings);
  } catch (thrown) {
    error = thrown instanceof DomainError ? thrown.message : 'It failed; the log of the worker says why.';
    if (!(thrown instanceof DomainError)) throw thrown;
  } finally {
    clearInterval(beat);
    await inTransaction(ctx, (tx) =>
      setPhase(tx, request.phase, {
        asked: null,
        askedBy: null,
        askedOptions: null,
        leaseUntil: null,
        error,
      }),
    );
  }
  return true;
}

async function act(
  ctx: Context,
  {
    phase,
    asked,
    asked_options: asOptions,
  }: { phase: PhaseNumber; asked: Act; asked_options: { test?: boolean } | null },
  settings: { source: string | undefined; archiveFolder?: string | undefined },
): Promise<void> {
  if (asked === 'rollback') {
    await rollbackPhase(ctx, phase);
    return;
  }
  const options = {
    source: await sourcePlace(ctx, settings.source),
    archiveFolder: settings.archiveFolder,
    test: asOptions?.test,
  };
  if (asked === 'plan') await planPhase(ctx, phase, options);
  else if (asked === 'apply') await applyPhase(ctx, phase, options);
  else await verifyPhase(ctx, phase, options);
}
