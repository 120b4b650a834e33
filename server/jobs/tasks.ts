import { tickAutomations } from '#domain/automation/index.ts';
import { proveWhenDue, sweep } from '#domain/credits/index.ts';
import { prune } from '#domain/housekeeping/index.ts';
import { sweepCredentials } from '#domain/providers/index.ts';
import { type Engine, wakeRuns } from '#domain/runs/index.ts';
import { refreshSuccessionWhenDue } from '#domain/succession/index.ts';
import { migrationTask } from '#migration/task.ts';

const DAY_MS = 86_400_000;

/** Something that a worker does again and again. Every worker does it, so it must bear being done by several at once. */
export interface ScheduledTask {
  name: string;
  everyMs: number;
  run(engine: Engine): Promise<unknown>;
}

export const scheduledTasks: ScheduledTask[] = [
  { name: 'credits sweep', everyMs: 30_000, run: ({ ctx }) => sweep(ctx) },
  { name: 'keys that are being replaced', everyMs: 60_000, run: ({ ctx }) => sweepCredentials(ctx) },
  { name: 'automations', everyMs: 1_000, run: ({ ctx }) => tickAutomations(ctx) },
  { name: 'succession', everyMs: 15 * 60_000, run: ({ ctx }) => refreshSuccessionWhenDue(ctx, DAY_MS) },
  migrationTask,
  { name: 'what has run out', everyMs: 60 * 60_000, run: ({ ctx }) => prune(ctx) },
  { name: 'proof of the books', everyMs: 10 * 60_000, run: ({ ctx }) => proveWhenDue(ctx, 60 * 60_000) },
];

/** Starts them all; a task that fails is logged and tried again at its next time. Returns how to stop them. */
export function startTasks(engine: Engine, tasks: readonly ScheduledTask[] = scheduledTasks): () => void {
  const all = [
    ...tasks,
    { name: 'wake runs', everyMs: engine.settings.wakeEveryMs, run: () => wakeRuns(engine.ctx) },
  ];
  const stops = all.map((task) => repeat(engine, task));
  return () => {
    for (const stop of stops) stop();
  };
}

function repeat(engine: Engine, task: ScheduledTask): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    try {
      await task.run(engine);
    } catch (error) {
      engine.log.error({ task: task.name, err: error }, 'a scheduled task failed');
    }
    if (!stopped) timer = setTimeout(turn, task.everyMs);
  };
  timer = setTimeout(turn, Math.min(1_000, task.everyMs));
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
