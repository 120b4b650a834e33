import { z } from 'zod';
import { attemptState, runStatus, runStepState, WAITING_FOR } from '../../db/schema/runs.ts';
import { OPERATIONS } from '../operations/index.ts';

export const TRIGGERS = ['manual', 'automation', 'schedule', 'direct'] as const;
const credits = z.int().min(0).max(1_000_000_000);

/** POST runs. The ceiling is the highest price that the person saw and accepted; without one it is the quote's own highest. */
export const StartRun = z
  .strictObject({
    operation: z.enum(OPERATIONS),
    siteId: z.uuid(),
    input: z.record(z.string(), z.json()),
    ceiling: credits.optional(),
    trigger: z.enum(['manual', 'direct']).default('manual'),
  })
  .meta({ id: 'StartRun' });
export type StartRun = z.infer<typeof StartRun>;

export const ContinueRun = z
  .strictObject({ ceiling: credits })
  .meta({ id: 'ContinueRun', description: 'Consent to a higher ceiling.' });

const ModelName = z.strictObject({ id: z.uuid(), displayName: z.string() });

export const Run = z
  .strictObject({
    id: z.uuid(),
    accountId: z.uuid(),
    siteId: z.uuid(),
    siteName: z.string(),
    operation: z.enum(OPERATIONS),
    title: z.string(),
    trigger: z.enum(TRIGGERS),
    status: z.enum(runStatus.enumValues),
    stage: z.string().nullable(),
    waitingFor: z.enum(WAITING_FOR).nullable(),
    needed: z.int().nullable(),
    total: z.int(),
    done: z.int(),
    failed: z.int(),
    attempts: z.int(),
    quote: z.strictObject({ min: z.int(), expected: z.int(), max: z.int() }),
    ceiling: z.int(),
    creditsCharged: z.int(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    askedModel: ModelName.nullable(),
    pricedModel: ModelName,
    servedModel: ModelName,
    servedReason: z.string().nullable(),
    automationRunId: z.uuid().nullable(),
    startedByLabel: z.string(),
    lastEvent: z.int(),
    createdAt: z.date(),
    startedAt: z.date().nullable(),
    finishedAt: z.date().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

const Attempt = z.strictObject({
  id: z.uuid(),
  number: z.int(),
  purpose: z.enum(['call', 'repair']),
  state: z.enum(attemptState.enumValues),
  servedModel: z.string(),
  held: z.int(),
  credits: z.int().nullable(),
  inputTokens: z.int().nullable(),
  outputTokens: z.int().nullable(),
  images: z.int().nullable(),
  errorKind: z.string().nullable(),
  durationMs: z.int().nullable(),
  usageId: z.uuid().nullable(),
  createdAt: z.date(),
});
const Step = z.strictObject({
  id: z.uuid(),
  position: z.int(),
  label: z.string(),
  state: z.enum(runStepState.enumValues),
  quote: z.strictObject({ min: z.int(), expected: z.int(), max: z.int() }),
  creditsCharged: z.int(),
  servedModel: z.string().nullable(),
  result: z
    .strictObject({ kind: z.string(), ids: z.array(z.uuid()), note: z.string().optional() })
    .nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  finishedAt: z.date().nullable(),
  attempts: z.array(Attempt),
});

/** A run with its receipt: each step with what was quoted, what was charged, and each call that was made for it. */
export const RunDetail = Run.extend({ steps: z.array(Step) }).meta({ id: 'RunDetail' });
export type RunDetail = z.infer<typeof RunDetail>;

export const RunListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
  siteId: z.uuid().optional(),
  accountId: z.uuid().optional(),
  operation: z.enum(OPERATIONS).optional(),
  status: z.enum(runStatus.enumValues).optional(),
  trigger: z.enum(TRIGGERS).optional(),
  automationRunId: z.uuid().optional(),
  /** Only those that have not ended. */
  open: z.stringbool().optional(),
});

/** One cell of the administrators' matrix: an operation on one way in, with its last run. */
export const MatrixCell = z.strictObject({
  operation: z.enum(OPERATIONS),
  title: z.string(),
  trigger: z.enum(TRIGGERS),
  runs: z.int(),
  last: z
    .strictObject({
      id: z.uuid(),
      status: z.enum(runStatus.enumValues),
      quoteMin: z.int(),
      quoteExpected: z.int(),
      quoteMax: z.int(),
      creditsCharged: z.int(),
      done: z.int(),
      total: z.int(),
      errorMessage: z.string().nullable(),
      servedModel: z.string(),
      createdAt: z.date(),
    })
    .nullable(),
});
export type MatrixCell = z.infer<typeof MatrixCell>;
