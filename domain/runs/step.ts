import { and, eq, inArray } from 'drizzle-orm';
import { attempts, runSteps } from '../../db/schema/index.ts';
import { inTransaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { registrySnapshot } from '../models/index.ts';
import { type ServingModel, servingModel } from '../operations/index.ts';
import { ProviderError } from '../providers/index.ts';
import { databaseCode } from './deliver.ts';
import { failureOf } from './failures.ts';
import { Halt, StepFailure } from './halt.ts';
import { imageStep } from './image-step.ts';
import { isLeftAlone } from './lanes.ts';
import { ENDED_HOLD, LOST_RUN, UNPAID_ANSWER, voidAttempt } from './ledger.ts';
import { type Found, lookAgain, noteLostAnswer } from './lost.ts';
import { LostAnswer } from './metered.ts';
import { tellAdministrators } from './tell.ts';
import { textStep } from './text-step.ts';
import type { AttemptRow, StepRow, Turn } from './turn.ts';

/** What became of a step in this turn: `unknown` when an answer is lost and nobody can tell yet. */
export type StepEnd = 'done' | 'unknown';

/**
 * Does one step, from wherever an earlier worker left it: kept answers are used, lost ones looked for, and only what was surely
 * never taken on is called again. Throws StepFailure when it cannot be done, Halt when the turn is to end.
 */
export async function doStep(turn: Turn, step: StepRow): Promise<StepEnd> {
  let model: ServingModel | undefined;
  let losses = 0;
  let loss: unknown;
  let isFresh = step.state === 'pending'; // a step that nobody has begun has no calls to look at
  for (;;) {
    try {
      model = await modelNow(turn);
      const answered = isFresh ? [] : await answersFound(turn, step);
      if (answered === 'unknown') return 'unknown';
      if (losses >= turn.engine.settings.tries && answered.length === 0) throw loss;
      isFresh = false;
      await (turn.operation.modelType === 'text'
        ? textStep(turn, step, turn.operation, model, answered)
        : imageStep(turn, step, turn.operation, model, answered));
      return 'done';
    } catch (error) {
      if (error instanceof LostAnswer) {
        losses += 1;
        loss = error.cause;
        continue; // looked for at the head of the loop, before anything is called again
      }
      if (databaseCode(error) === ENDED_HOLD) {
        await giveBack(turn, step, 'the hold had ended', 'expired');
        continue;
      }
      if (databaseCode(error) === UNPAID_ANSWER) throw await unpaid(turn, step);
      if (isGone(error) && model && (await modelNow(turn)).served.id !== model.served.id) continue; // it ended between our question and the call
      throw await translated(turn, step, error, model);
    }
  }
}

/** The kept answers of the step's earlier calls, once it is known what became of each; `unknown` when one cannot be told yet. */
async function answersFound(turn: Turn, step: StepRow): Promise<AttemptRow[] | 'unknown'> {
  const open = await openAttempts(turn, step);
  const lost = open.filter((attempt) => attempt.state !== 'answered');
  for (const attempt of lost) if ((await settleLost(turn, attempt)) === 'unknown') return 'unknown';
  return lost.length === 0
    ? open
    : (await openAttempts(turn, step)).filter((attempt) => attempt.state === 'answered');
}

// The attempt's own model may be another than the one that would serve now, and so may its provider.
async function settleLost(turn: Turn, attempt: AttemptRow): Promise<Found> {
  await noteLostAnswer(turn.ctx, attempt.id, turn.engine.settings.giveUpAnswerMs);
  const model = await modelOf(turn, attempt);
  return lookAgain(turn, attempt, model);
}

async function modelOf(turn: Turn, attempt: AttemptRow): Promise<ServingModel> {
  const now = await modelNow(turn);
  if (now.served.id === attempt.servedModelId) return now;
  const snapshot = await registrySnapshot(turn.ctx);
  const served = snapshot.models.get(attempt.servedModelId) ?? now.served;
  return { ...now, served, provider: snapshot.providers.get(served.providerId) ?? now.provider };
}

const modelNow = ({ ctx, site, operation, run }: Turn): Promise<ServingModel> =>
  servingModel(ctx, site, operation.modelType, operation.choice(run.input));

const openAttempts = (turn: Turn, step: StepRow): Promise<AttemptRow[]> =>
  inTransaction(turn.ctx, ({ db }) =>
    db
      .select()
      .from(attempts)
      .where(and(eq(attempts.stepId, step.id), inArray(attempts.state, ['sent', 'answered', 'unknown'])))
      .orderBy(attempts.number),
  );

/** Gives back what the step's calls still hold: nothing was delivered for it. */
async function giveBack(turn: Turn, step: StepRow, reason: string, outcome: string): Promise<void> {
  for (const attempt of await openAttempts(turn, step))
    await voidAttempt(turn.ctx, attempt.id, { reason, outcome, errorKind: outcome, message: reason });
}

/** The provider has answered and the account cannot pay for it now: the answer is kept until it can. */
async function unpaid(turn: Turn, step: StepRow): Promise<Halt> {
  const needed = (await openAttempts(turn, step)).reduce((sum, attempt) => sum + (attempt.credits ?? 0), 0);
  return new Halt({
    kind: 'wait',
    for: 'credits',
    needed,
    message: `The answer is here and costs ${needed} credits; the account has fewer. It goes on by itself after a top-up.`,
  });
}

/** The error as the turn understands it: Halt or StepFailure. What is neither is our own fault; it is logged and tried again for a while. */
async function translated(
  turn: Turn,
  step: StepRow,
  error: unknown,
  model: ServingModel | undefined,
): Promise<Halt | StepFailure> {
  if (error instanceof Halt) return error;
  if (turn.lost.aborted || databaseCode(error) === LOST_RUN) return new Halt({ kind: 'lost' });
  const provider = model?.provider.name ?? 'The provider';
  if (model && error instanceof ProviderError && failureOf(error.kind, provider).tellsAdministrators)
    await tellAdministrators(turn, model, error);
  if (isLeftAlone(error))
    return passing(
      turn,
      step,
      new StepFailure('provider_server_error', failureOf('server_error', provider).message),
      turn.engine.settings.breakForMs,
    );
  const failure = asFailure(turn, error, provider);
  if (failure.passes) return passing(turn, step, failure.failure, failure.afterMs, failure.forMs);
  await giveBack(turn, step, failure.failure.message, failure.failure.code);
  return failure.failure;
}

function asFailure(
  turn: Turn,
  error: unknown,
  provider: string,
): { failure: StepFailure; passes: boolean; afterMs: number; forMs?: number } {
  const { comeBackMs, ownTroubleForMs } = turn.engine.settings;
  if (error instanceof StepFailure) return { failure: error, passes: false, afterMs: 0 };
  if (error instanceof ProviderError) {
    const { code, message, endsRun, passes } = failureOf(error.kind, provider);
    return {
      failure: new StepFailure(code, message, { endsRun, cause: error }),
      passes,
      afterMs: Math.max(comeBackMs, error.retryAfterMs ?? 0),
    };
  }
  if (error instanceof DomainError)
    return {
      failure: new StepFailure(error.code, error.message, {
        endsRun: error.code === 'not_configured',
        cause: error,
      }),
      passes: false,
      afterMs: 0,
    };
  turn.engine.log.error({ run: turn.run.id, err: error }, 'a step met an error of our own');
  return {
    failure: new StepFailure(
      'internal_error',
      'Something went wrong on our side. Nothing was charged; try again.',
      { cause: error },
    ),
    passes: true,
    afterMs: comeBackMs,
    forMs: ownTroubleForMs,
  };
}

/** Time may cure it: the run waits, until the step has known nothing but trouble for too long. */
async function passing(
  turn: Turn,
  step: StepRow,
  failure: StepFailure,
  afterMs: number,
  forMs = turn.engine.settings.troubledForMs,
): Promise<Halt | StepFailure> {
  const now = turn.ctx.clock.now();
  const since = step.troubledSince ?? now;
  if (now.getTime() - since.getTime() >= forMs) {
    await giveBack(turn, step, failure.message, failure.code);
    return failure;
  }
  if (!step.troubledSince)
    await inTransaction(turn.ctx, ({ db }) =>
      db.update(runSteps).set({ troubledSince: now }).where(eq(runSteps.id, step.id)),
    );
  return new Halt({ kind: 'wait', for: 'provider', afterMs, message: failure.message });
}

const isGone = (error: unknown): boolean =>
  error instanceof ProviderError && error.kind === 'model_not_found';
