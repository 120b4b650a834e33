import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, inArray } from 'drizzle-orm';
import { attempts } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { markUnknown } from '../credits/index.ts';
import { DomainError } from '../errors.ts';
import type { ServingModel } from '../operations/index.ts';
import { ProviderError } from '../providers/index.ts';
import { imagesAnswer, textAnswer } from './answers.ts';
import { costOf, providerCall, providerKey } from './credential.ts';
import { answerLost, failureOf } from './failures.ts';
import { StepFailure } from './halt.ts';
import { type Answer, keepAnswer, voidAttempt } from './ledger.ts';
import type { AttemptRow, Turn } from './turn.ts';

const ASKS = 4;
const ASK_TIMEOUT_MS = 20_000;

/** Notes that the answer of a call was lost: its credits stay held, visibly, until somebody knows. */
export async function noteLostAnswer(
  ctx: Context,
  attemptId: string,
  giveUpAfterMs: number,
  providerRequestId: string | null = null,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [attempt] = await tx.db
      .update(attempts)
      .set({ state: 'unknown', ...(providerRequestId ? { providerRequestId } : {}) })
      .where(and(eq(attempts.id, attemptId), inArray(attempts.state, ['sent', 'unknown'])))
      .returning();
    if (!attempt) return;
    const deadline = new Date(attempt.createdAt.getTime() + giveUpAfterMs + 120_000);
    await markUnknown(tx, {
      reservationId: attempt.reservationId,
      fence: attempt.reservationFence,
      reason: 'the answer was lost',
      deadline,
    });
  }).catch((error: unknown) => {
    // The hold has ended already (cancelled, or past its deadline): there is nothing left to keep held.
    if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
  });
}

export type Found = 'answered' | 'absent' | 'unknown';

/**
 * Asks the provider what became of a call whose answer is lost; never makes it again. `answered`: found, and kept. `absent`: the
 * provider never had it, so a new call may be made. `unknown`: nobody can tell yet. Past the limit (docs/decisions/0011) the hold
 * goes back, nobody pays, and the step fails: throws StepFailure.
 */
export async function lookForAnswer(turn: Turn, attempt: AttemptRow, model: ServingModel): Promise<Found> {
  const { ctx, engine } = turn;
  const asked = await ask(turn, attempt, model);
  if (typeof asked === 'object') {
    await keepAnswer(ctx, attempt.id, asked);
    return 'answered';
  }
  const age = ctx.clock.now().getTime() - attempt.createdAt.getTime();
  if (asked === 'not_found' && age >= engine.settings.believeAbsenceMs) {
    await voidAttempt(ctx, attempt.id, {
      reason: 'the provider never had the call',
      outcome: 'not_accepted',
      errorKind: 'connection_lost',
      message: 'The provider knows no such call.',
    });
    return 'absent';
  }
  if (age < engine.settings.giveUpAnswerMs) return 'unknown';
  const { code, message } = answerLost(model.provider.name);
  await voidAttempt(ctx, attempt.id, { reason: message, outcome: code, errorKind: code, message });
  throw new StepFailure(code, message);
}

/** Asks a few times in a row, since an answer that has just been lost is often there a moment later. */
export async function lookAgain(turn: Turn, attempt: AttemptRow, model: ServingModel): Promise<Found> {
  for (let asks = 1; ; asks += 1) {
    const found = await lookForAnswer(turn, attempt, model);
    if (found !== 'unknown' || asks === ASKS || turn.stopping.aborted || turn.lost.aborted) return found;
    await pause(turn.engine.settings.askAgainMs * 2 ** (asks - 1));
  }
}

async function ask(
  turn: Turn,
  attempt: AttemptRow,
  model: ServingModel,
): Promise<Answer | 'unknown' | 'not_found'> {
  const { engine } = turn;
  const started = performance.now();
  try {
    const credential = await providerKey(engine, model.provider, turn.run.accountId);
    const call = providerCall(credential, model.served.providerOptions, ASK_TIMEOUT_MS, turn.lost);
    const { text, image } = engine.adapter(model.provider.slug);
    const requestId = attempt.providerRequestId ?? undefined;
    if (turn.operation.modelType === 'text') {
      const result = (await text?.reconcile(call, attempt.id, requestId)) ?? 'unknown';
      return typeof result === 'string'
        ? result
        : costOf(credential, textAnswer(model, result, performance.now() - started));
    }
    const result = (await image?.reconcile(call, attempt.id, requestId)) ?? 'unknown';
    if (typeof result === 'string') return result;
    return costOf(
      credential,
      await imagesAnswer(turn, model, result, Number.POSITIVE_INFINITY, performance.now() - started),
    );
  } catch (error) {
    if (error instanceof DomainError) return 'unknown'; // no usable key just now: nobody can be asked
    if (!(error instanceof ProviderError)) throw error;
    if (error.accepted !== 'no' || !['refused', 'malformed_output'].includes(error.kind)) return 'unknown';
    const { code, message } = failureOf(error.kind, model.provider.name);
    await voidAttempt(turn.ctx, attempt.id, {
      reason: message,
      outcome: error.kind,
      errorKind: error.kind,
      message: error.message,
      providerRequestId: error.requestId,
    });
    throw new StepFailure(code, message);
  }
}
