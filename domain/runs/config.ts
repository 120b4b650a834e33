import { z } from 'zod';

const ms = z.number().int().min(1);

/** How the engine treats providers and workers. Times in milliseconds. Operators may change members by ENGINE_SETTINGS. */
export const EngineSettings = z.strictObject({
  /** A worker that has not renewed its lease for this long is taken for dead. */
  leaseMs: ms.default(20_000),
  /** How often a worker looks for runs that wait for somebody. */
  wakeEveryMs: ms.default(3_000),
  /** Runs that one worker process executes at the same time. */
  runsAtOnce: z.number().int().min(1).default(8),
  textTimeoutMs: ms.default(120_000),
  imageTimeoutMs: ms.default(180_000),
  /** Tries of one call within one turn, the first included, and the wait before the second; it doubles. */
  tries: z.number().int().min(1).default(3),
  firstWaitMs: ms.default(500),
  /** A provider that asks for a longer wait than this is left alone for that long, and its runs wait. */
  longestWaitMs: ms.default(15_000),
  /** After trouble the run comes back in this time, */
  comeBackMs: ms.default(15_000),
  /** and a step that has had nothing but trouble for this long fails. */
  troubledForMs: z
    .number()
    .int()
    .min(0)
    .default(15 * 60_000),
  /** The same where the trouble is our own: what does not pass in this time is a fault that more tries only repeat. */
  ownTroubleForMs: z.number().int().min(0).default(60_000),
  /** When the provider knows nothing of a call whose answer was lost, it is believed after this time. */
  believeAbsenceMs: z.number().int().min(0).default(150_000),
  /** A lost answer that nobody can tell anything about is given up after this time: nobody pays for it. */
  giveUpAnswerMs: ms.default(10 * 60_000),
  askAgainMs: ms.default(500),
  callsAtOncePerProvider: z.number().int().min(1).default(16),
  callsPerSecondPerProvider: z.number().int().min(1).default(50),
  /** Failures in a row after which a provider is left alone, and for how long. */
  breakAfter: z.number().int().min(1).default(5),
  breakForMs: ms.default(15_000),
});
export type EngineSettings = z.infer<typeof EngineSettings>;
