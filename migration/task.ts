import type { ScheduledTask } from '#server/jobs/tasks.ts';
import { runtime } from '#server/runtime.ts';
import { workOnRequest } from './index.ts';

/** What a worker does for the migration: the acts that the page asked for. */
export const migrationTask: ScheduledTask = {
  name: 'migration',
  everyMs: 1_000,
  run: ({ ctx }) =>
    workOnRequest(ctx, {
      source: runtime().env.LEGACY_SOURCE,
      archiveFolder: runtime().env.LEGACY_ARCHIVE_DIR,
    }),
};
