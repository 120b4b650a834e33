import { z } from 'zod';

const Effect = z.strictObject({ what: z.string(), count: z.number().int(), detail: z.string() });
const Finding = z.strictObject({ what: z.string(), ok: z.boolean(), detail: z.string() });
const Fault = z.strictObject({
  code: z.string(),
  severity: z.enum(['high', 'medium', 'low']),
  table: z.string(),
  count: z.number().int(),
  pks: z.array(z.string()),
  what: z.string(),
  cure: z.string(),
});
const Listed = z.strictObject({
  table: z.string(),
  pk: z.string(),
  member: z.string(),
  code: z.string(),
  what: z.string(),
  cure: z.string(),
});
const ActName = z.enum(['plan', 'apply', 'verify', 'rollback']);

export const PhaseStatus = z
  .strictObject({
    phase: z.number().int(),
    title: z.string(),
    does: z.string(),
    state: z.enum(['pending', 'applying', 'applied', 'verified']),
    round: z.number().int(),
    done: z.number().int(),
    asked: ActName.nullable(),
    askedBy: z.string().nullable(),
    error: z.string().nullable(),
    appliedAt: z.date().nullable(),
    verifiedAt: z.date().nullable(),
    effects: z.array(Effect),
    isPlan: z.boolean(),
    faults: z.array(Fault),
    listed: z.array(Listed),
    findings: z.array(Finding),
    rows: z.array(
      z.strictObject({
        table: z.string(),
        imported: z.number().int(),
        merged: z.number().int(),
        listed: z.number().int(),
      }),
    ),
    allowed: z.array(ActName),
  })
  .meta({ id: 'MigrationPhase' });
export type PhaseStatus = z.infer<typeof PhaseStatus>;

export const MigrationStatus = z
  .strictObject({
    source: z.string().nullable(),
    sourceTyped: z.boolean(),
    sourceShown: z.string().nullable(),
    maxChange: z.number().int().nullable(),
    apiOn: z.boolean(),
    archivePath: z.string().nullable(),
    archiveHash: z.string().nullable(),
    closedAt: z.date().nullable(),
    phases: z.array(PhaseStatus),
  })
  .meta({
    id: 'Migration',
    description: 'Moving an earlier installation over. A source is shown without its password.',
  });
export type MigrationStatus = z.infer<typeof MigrationStatus>;

const Moved = z.strictObject({
  name: z.string(),
  rows: z.number().int(),
  oldCredits: z.number().int(),
  newCredits: z.number().int(),
  difference: z.number().int(),
  change: z.number().nullable(),
});
export const ImpactAnswer = z
  .strictObject({
    total: Moved,
    accounts: z.array(Moved),
    operations: z.array(Moved),
    models: z.array(Moved),
    winners: z.array(Moved),
    losers: z.array(Moved),
    unpriced: z.array(
      z.strictObject({
        reason: z.string(),
        why: z.string(),
        model: z.string(),
        rows: z.number().int(),
        oldCredits: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'MigrationImpact' });

export const ChangeMigration = z
  .strictObject({
    source: z.string().trim().min(1).max(2000).nullable().optional(),
    maxChange: z.number().int().min(0).max(100_000).nullable().optional(),
  })
  .meta({
    id: 'ChangeMigration',
    description:
      'source: a PostgreSQL URL, a dumpdata file or an archive on the server; null: as the server is set. max_change: percent.',
  });

export const AskForAct = z
  .strictObject({ act: ActName, test: z.boolean().optional() })
  .meta({ id: 'AskForAct' });
export const LegacyModels = z.strictObject({
  data: z.array(
    z.strictObject({
      value: z.string(),
      label: z.string(),
      type: z.enum(['text', 'image']),
      service: z.string(),
      isDefault: z.boolean(),
      tier: z.string().nullable(),
    }),
  ),
});
