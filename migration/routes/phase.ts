import { z } from 'zod';
import { route } from '#server/http/index.ts';
import { runtime } from '#server/runtime.ts';
import { AskForAct, askFor, MigrationStatus, migrationStatus, phaseNumber } from '../index.ts';

export const POST = route(
  {
    operation: 'askForMigrationAct',
    summary: 'Ask a worker to plan, apply, verify or roll back a phase',
    tag: 'Migration',
    access: 'administrator',
    params: z.strictObject({ phase: z.coerce.number().int().min(1).max(7) }),
    body: AskForAct,
    answer: MigrationStatus,
    status: 202,
  },
  async (ctx, { params, body }) => {
    await askFor(ctx, phaseNumber(params.phase), body.act, { test: body.test });
    return migrationStatus(ctx, runtime().env.LEGACY_SOURCE);
  },
);
