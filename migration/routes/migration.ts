import { route } from '#server/http/index.ts';
import { runtime } from '#server/runtime.ts';
import { ChangeMigration, MigrationStatus, migrationStatus, setLimit, setSource } from '../index.ts';

export const GET = route(
  {
    operation: 'getMigration',
    summary: 'Where the moving over of an earlier installation stands',
    tag: 'Migration',
    access: 'administrator',
    answer: MigrationStatus,
  },
  (ctx) => migrationStatus(ctx, runtime().env.LEGACY_SOURCE),
);

export const PATCH = route(
  {
    operation: 'changeMigration',
    summary: 'Say where the source lies, or set the limit of change',
    tag: 'Migration',
    access: 'administrator',
    body: ChangeMigration,
    answer: MigrationStatus,
  },
  async (ctx, { body }) => {
    if (body.source !== undefined) await setSource(ctx, body.source);
    if (body.maxChange !== undefined) await setLimit(ctx, body.maxChange);
    return migrationStatus(ctx, runtime().env.LEGACY_SOURCE);
  },
);
