import { uuidv7 } from 'uuidv7';
import { callFunction } from '#db/call.ts';
import type { StepResult } from '../../db/schema/runs.ts';
import type { Context } from '../context.ts';
import type { ServingModel } from '../operations/index.ts';
import { Halt } from './halt.ts';

/** A call that has been begun: credits are held for it, and its id goes to the provider. */
export interface Begun {
  attemptId: string;
}

export interface BeginInput {
  runId: string;
  fence: number;
  stepId: string;
  purpose: 'call' | 'repair';
  model: ServingModel;
  /** Credits to hold. */
  amount: number;
  expectedTokens: number;
  deadline: Date;
}

/** Holds the credits and notes the call, in one round trip. Throws Halt when the run is lost, its ceiling or its account does not allow the call. */
export async function beginAttempt(ctx: Context, input: BeginInput): Promise<Begun> {
  const attemptId = uuidv7();
  const { priced, served, price, provider } = input.model;
  const [row] = await callFunction<{ status: string; needed: string }>(ctx.db, 'run_begin_attempt', [
    ...[
      input.runId,
      input.fence,
      input.stepId,
      attemptId,
      input.purpose,
      uuidv7(),
      input.amount,
      ctx.clock.now(),
      input.deadline,
    ],
    ...[price.id, priced.id, served.id, provider.id, input.expectedTokens],
  ]);
  const needed = Number(row?.needed ?? 0);
  switch (row?.status) {
    case 'begun':
      return { attemptId };
    case 'ceiling':
      throw new Halt({
        kind: 'wait',
        for: 'ceiling',
        needed,
        message: `The next call could bring the run to ${needed} credits, above its ceiling.`,
      });
    case 'insufficient':
      throw new Halt({
        kind: 'wait',
        for: 'credits',
        needed,
        message: `The next call needs ${needed} credits, and the account has fewer. It goes on by itself after a top-up.`,
      });
    case 'over':
      throw new Halt({ kind: 'over' });
    default:
      throw new Halt({ kind: 'lost' });
  }
}

export interface Answer {
  /** Free-form: the text as it came, or the images that lie in the media store. */
  content: unknown;
  credits: number;
  inputTokens: number | null;
  cachedTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  images: number | null;
  costUsd: string | null;
  providerRequestId: string | null;
  durationMs: number;
}

/** Keeps an answer before anything is made of it: from here on the call is never made again. Throws Halt when the call was ended meanwhile. */
export async function keepAnswer(ctx: Context, attemptId: string, answer: Answer): Promise<void> {
  const rows = await callFunction<{ run_keep_answer: boolean | null }>(ctx.db, 'run_keep_answer', [
    ...[
      attemptId,
      JSON.stringify(answer.content),
      answer.credits,
      answer.inputTokens,
      answer.cachedTokens,
      answer.outputTokens,
      answer.reasoningTokens,
    ],
    ...[answer.images, answer.costUsd, answer.providerRequestId, Math.round(answer.durationMs)],
  ]);
  if (!rows[0]?.run_keep_answer) throw new Halt({ kind: 'lost' });
}

export interface VoidReason {
  reason: string;
  /** Stands in the usage log with 0 credits; null: no call was made. */
  outcome: string | null;
  errorKind: string;
  message: string;
  providerRequestId?: string | null;
  durationMs?: number | null;
}

/** Gives the hold of a call back that delivered nothing. Idempotent. */
export async function voidAttempt(ctx: Context, attemptId: string, why: VoidReason): Promise<void> {
  const duration = why.durationMs == null ? null : Math.round(why.durationMs);
  await callFunction(ctx.db, 'run_void_attempt', [
    attemptId,
    why.reason,
    why.outcome,
    why.errorKind,
    why.message,
    why.providerRequestId,
    duration,
    ctx.clock.now(),
  ]);
}

/** What the database says when a step's end is refused. */
export const LOST_RUN = 'IG001';
export const ENDED_HOLD = 'IG002';
export const UNPAID_ANSWER = 'IG003';

/** Pays for a step's answered calls and ends the step; call it in the transaction that stored the results. Answers the credits charged. */
export async function finishStep(
  ctx: Context,
  step: { runId: string; fence: number; stepId: string },
  result: StepResult,
  outcome: string,
): Promise<number> {
  if (!ctx.transactional) throw new Error('a step ends in the transaction that stores its results');
  const [row] = await callFunction<{ run_finish_step: string }>(ctx.db, 'run_finish_step', [
    ...[
      step.runId,
      step.fence,
      step.stepId,
      JSON.stringify(result),
      outcome,
      ctx.clock.now(),
      ctx.actor.label,
    ],
  ]);
  return Number(row?.run_finish_step ?? 0);
}
