import type { attempts, runSteps } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import type { Operation, SiteProfile } from '../operations/index.ts';
import type { Engine } from './engine.ts';
import type { RunRow } from './start.ts';

export type StepRow = typeof runSteps.$inferSelect;
export type AttemptRow = typeof attempts.$inferSelect;

/** One worker's time with one run, from taking it up to leaving it. */
export interface Turn {
  engine: Engine;
  /** A system context that carries the label of the person who started the run. */
  ctx: Context;
  run: RunRow;
  fence: number;
  operation: Operation;
  site: SiteProfile;
  /** No new call is begun any more. */
  stopping: AbortSignal;
  /** The run is not ours any more: calls under way are given up. */
  lost: AbortSignal;
  /** Called when there is progress to tell. */
  moved(): void;
}
