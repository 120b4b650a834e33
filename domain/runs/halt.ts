import type { WaitingFor } from '../../db/schema/runs.ts';

/** Why a worker stops working on a run before its end. */
export type HaltReason =
  | { kind: 'lost' } // another worker has it, or it was cancelled
  | { kind: 'over' } // another step met what ends the whole run
  | { kind: 'stopping' } // this process is to end
  | { kind: 'wait'; for: WaitingFor; needed?: number; afterMs?: number; message: string };

/** Ends the worker's turn on a run; no failure of the step that met it. */
export class Halt extends Error {
  readonly reason: HaltReason;
  constructor(reason: HaltReason) {
    super(reason.kind === 'wait' ? reason.message : reason.kind);
    this.name = 'Halt';
    this.reason = reason;
  }
}

/** A step that cannot be done: what the person is told, and whether the rest of the run would meet the same. */
export class StepFailure extends Error {
  readonly code: string;
  readonly endsRun: boolean;
  constructor(code: string, message: string, options: { endsRun?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'StepFailure';
    this.code = code;
    this.endsRun = options.endsRun ?? false;
  }
}
