import type { ServingModel } from '../operations/index.ts';
import { type Adapter, type ProviderCall, ProviderError } from '../providers/index.ts';
import { costOf, providerCall, providerKey, reportRefused, reportWorking } from './credential.ts';
import { failureOf } from './failures.ts';
import { Halt } from './halt.ts';
import { type Answer, beginAttempt, keepAnswer, voidAttempt } from './ledger.ts';
import { noteLostAnswer } from './lost.ts';
import type { StepRow, Turn } from './turn.ts';

export interface CallSpec {
  purpose: 'call' | 'repair';
  /** Credits to hold: the most that the call can cost. */
  amount: number;
  expectedTokens: number;
  /** Does the call, under the reference, and says what is to be kept of its answer. Throws ProviderError. */
  send(adapter: Adapter, call: ProviderCall, reference: string): Promise<Answer>;
}

/** The call was taken on, or may have been, and its answer is lost: ask the provider before anything else. */
export class LostAnswer extends Error {
  readonly attemptId: string;
  constructor(attemptId: string, cause: unknown) {
    super('the answer of a call was lost', { cause });
    this.name = 'LostAnswer';
    this.attemptId = attemptId;
  }
}

/**
 * One call through the provider's lane: hold, call, keep the answer; or give the hold back. A try that surely was not taken on may
 * be followed by another, with a hold of its own. Throws ProviderError (not taken on), LostAnswer, Halt, or a lane's refusal.
 */
export async function meteredCall(
  turn: Turn,
  step: StepRow,
  model: ServingModel,
  spec: CallSpec,
): Promise<Answer> {
  const { engine, ctx } = turn;
  let lostAttempt: string | null = null;
  const once = async (): Promise<Answer> => {
    if (turn.stopping.aborted) throw new Halt({ kind: 'stopping' });
    if (turn.lost.aborted) throw new Halt({ kind: 'lost' });
    const credential = await providerKey(engine, model.provider, turn.run.accountId);
    const timeoutMs = timeoutOf(turn);
    const deadline = new Date(
      ctx.clock.now().getTime() + timeoutMs + engine.settings.giveUpAnswerMs + 60_000,
    );
    const { purpose, amount, expectedTokens } = spec;
    const { attemptId } = await beginAttempt(ctx, {
      runId: turn.run.id,
      fence: turn.fence,
      stepId: step.id,
      purpose,
      model,
      amount,
      expectedTokens,
      deadline,
    });
    const started = performance.now();
    try {
      const call = providerCall(credential, model.served.providerOptions, timeoutMs, turn.lost);
      const answer = costOf(
        credential,
        await spec.send(engine.adapter(model.provider.slug), call, attemptId),
      );
      await keepAnswer(ctx, attemptId, answer);
      await reportWorking(engine, credential.credentialId);
      return answer;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (turn.lost.aborted) throw new Halt({ kind: 'lost' });
      if (error.accepted === 'unknown') {
        await noteLostAnswer(ctx, attemptId, engine.settings.giveUpAnswerMs, error.requestId);
        lostAttempt = attemptId;
        throw error;
      }
      await refused(turn, model, attemptId, credential.credentialId, error, performance.now() - started);
      throw error;
    }
  };
  try {
    return await engine.lanes.run(model.provider.id, once, turn.lost);
  } catch (error) {
    throw lostAttempt === null ? error : new LostAnswer(lostAttempt, error);
  }
}

async function refused(
  turn: Turn,
  model: ServingModel,
  attemptId: string,
  credentialId: string,
  error: ProviderError,
  durationMs: number,
): Promise<void> {
  const failure = failureOf(error.kind, model.provider.name);
  await voidAttempt(turn.ctx, attemptId, {
    reason: failure.message,
    outcome: error.kind,
    errorKind: error.kind,
    message: error.message,
    providerRequestId: error.requestId,
    durationMs,
  });
  if (error.kind === 'unauthorized') await reportRefused(turn.engine, credentialId, error.message);
}

/** How long a call of the run's kind may take, answer included. */
export const timeoutOf = ({ operation, engine }: Turn): number =>
  operation.modelType === 'text' ? engine.settings.textTimeoutMs : engine.settings.imageTimeoutMs;
