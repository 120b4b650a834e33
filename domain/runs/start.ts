import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { accounts, runSteps, runs } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { actorUserId, type Context, inTransaction, requireRole } from '../context.ts';
import { balance, insufficient, type Trigger } from '../credits/index.ts';
import { DomainError, invalidField } from '../errors.ts';
import { type Plan, planOperation, siteProfile } from '../operations/index.ts';
import { enqueue } from './queue.ts';

export type RunRow = typeof runs.$inferSelect;

export interface StartInput {
  siteId: string;
  operation: string;
  input: unknown;
  trigger: Trigger;
  /** Unique within the account: the same key and request give the first run again, another request 409. */
  idempotencyKey: string;
  /** Credits that the run may spend at most; default the quote's highest. */
  ceiling?: number | undefined;
  automationRunId?: string | null;
}

/**
 * Starts an operation: plans and prices it, then writes run, steps and job in one transaction. Nothing is called or held yet.
 * Needs the role editor. Throws not_found, invalid_field, not_configured (which says what is missing and where), or
 * insufficient_credits with `needed` and `available`.
 */
export async function startRun(ctx: Context, request: StartInput): Promise<RunRow> {
  const { accountId } = await siteProfile(ctx, request.siteId);
  requireRole(ctx, accountId, 'editor', 'site');
  const hash = hashOf(request);
  const earlier = await runByKey(ctx, accountId, request.idempotencyKey, hash);
  if (earlier) return earlier;
  await refuseSuspended(ctx, accountId);
  const plan = await planOperation(ctx, request);
  if (plan.units.length === 0) throw invalidField('input', 'There is nothing to do.');
  await refusePoor(ctx, plan, request.ceiling);
  return inTransaction(ctx, async (tx) => {
    const run = await insertRun(tx, plan, request, hash);
    if (!run) {
      const other = await runByKey(tx, accountId, request.idempotencyKey, hash);
      if (!other) throw new Error('a run with this key exists and cannot be read');
      return other;
    }
    await tx.db.insert(runSteps).values(
      plan.units.map((unit, position) => ({
        runId: run.id,
        accountId,
        position,
        label: unit.label.slice(0, 300),
        input: unit.input,
        quoteMin: unit.min,
        quoteExpected: unit.expected,
        quoteMax: unit.max,
      })),
    );
    await recordAudit(tx, {
      action: 'run.started',
      object: { type: 'run', id: run.id, label: `${plan.operation.title}, ${plan.units.length}` },
      accountId,
      after: {
        operation: run.operation,
        trigger: run.trigger,
        ceiling: run.ceiling,
        quoteExpected: run.quoteExpected,
      },
    });
    await enqueue(tx, run.id);
    return run;
  });
}

/** For whoever asks in the account's name without being one of its people: schedules, administrators, the command line. */
async function refuseSuspended(ctx: Context, accountId: string): Promise<void> {
  const [account] = await inTransaction(ctx, ({ db }) =>
    db.select({ status: accounts.status }).from(accounts).where(eq(accounts.id, accountId)),
  );
  if (account?.status === 'suspended')
    throw new DomainError('forbidden', 'This account is suspended: nothing is started for it.');
}

async function insertRun(
  tx: Context,
  { operation, site, input, model, units, quote }: Plan,
  request: StartInput,
  requestHash: string,
): Promise<RunRow | undefined> {
  const now = tx.clock.now();
  const [run] = await tx.db
    .insert(runs)
    .values({
      accountId: site.accountId,
      siteId: site.siteId,
      operation: operation.name,
      trigger: request.trigger,
      input,
      total: units.length,
      quoteMin: quote.min,
      quoteExpected: quote.expected,
      quoteMax: quote.max,
      ceiling: request.ceiling ?? quote.max,
      askedModelId: model.asked?.id ?? null,
      pricedModelId: model.priced.id,
      servedModelId: model.served.id,
      servedReason: model.reason,
      idempotencyKey: request.idempotencyKey,
      requestHash,
      automationRunId: request.automationRunId ?? null,
      startedBy: actorUserId(tx),
      startedByLabel: tx.actor.label,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning();
  return run;
}

async function refusePoor(ctx: Context, { site, quote }: Plan, ceiling: number | undefined): Promise<void> {
  const { available } = await balance(ctx, site.accountId);
  if (available < quote.needed) throw insufficient(site.accountId, quote.needed, available);
  if (ceiling !== undefined && ceiling < quote.min)
    throw invalidField('ceiling', `This costs at least ${quote.min} credits.`);
}

/** The account's run under this key, if the request was the same. Throws idempotency_key_reused when it was another. */
async function runByKey(
  ctx: Context,
  accountId: string,
  key: string,
  hash: string,
): Promise<RunRow | undefined> {
  const [run] = await inTransaction(ctx, ({ db }) =>
    db
      .select()
      .from(runs)
      .where(and(eq(runs.accountId, accountId), eq(runs.idempotencyKey, key))),
  );
  if (run && run.requestHash !== hash)
    throw new DomainError(
      'idempotency_key_reused',
      'This Idempotency-Key was used before with another request.',
    );
  return run;
}

const hashOf = ({ siteId, operation, input, trigger, ceiling }: StartInput): string =>
  createHash('sha256')
    .update(JSON.stringify([siteId, operation, input, trigger, ceiling ?? null]))
    .digest('base64url');
