import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { aiModels, attempts, runEvents, runSteps, runs, sites } from '../../db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { notFound } from '../errors.ts';
import { allOperations, operationNamed } from '../operations/index.ts';
import { instantOf, type Page, pageOf, readCursor } from '../paging.ts';
import type { MatrixCell, Run, RunDetail } from './schema.ts';
import { TRIGGERS } from './schema.ts';

const asked = alias(aiModels, 'asked');
const priced = alias(aiModels, 'priced');
const served = alias(aiModels, 'served');

const read = ({ db }: Context) =>
  db
    .select({
      run: runs,
      siteName: sites.name,
      asked: { id: asked.id, displayName: asked.displayName },
      priced: { id: priced.id, displayName: priced.displayName },
      served: { id: served.id, displayName: served.displayName },
    })
    .from(runs)
    .innerJoin(sites, eq(sites.id, runs.siteId))
    .leftJoin(asked, eq(asked.id, runs.askedModelId))
    .innerJoin(priced, eq(priced.id, runs.pricedModelId))
    .innerJoin(served, eq(served.id, runs.servedModelId));
type Found = Awaited<ReturnType<typeof read>>[number];

const view = ({
  run,
  siteName,
  asked: askedModel,
  priced: pricedModel,
  served: servedModel,
}: Found): Run => ({
  id: run.id,
  accountId: run.accountId,
  siteId: run.siteId,
  siteName,
  operation: operationNamed(run.operation).name,
  title: operationNamed(run.operation).title,
  trigger: run.trigger,
  status: run.status,
  stage: run.stage,
  waitingFor: run.waitingFor,
  needed: run.needed,
  total: run.total,
  done: run.done,
  failed: run.failed,
  attempts: run.attempts,
  quote: { min: run.quoteMin, expected: run.quoteExpected, max: run.quoteMax },
  ceiling: run.ceiling,
  creditsCharged: run.creditsCharged,
  errorCode: run.errorCode,
  errorMessage: run.errorMessage,
  askedModel,
  pricedModel,
  servedModel,
  servedReason: run.servedReason,
  automationRunId: run.automationRunId,
  startedByLabel: run.startedByLabel,
  lastEvent: run.events,
  createdAt: run.createdAt,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  version: run.version,
});

interface ListInput {
  siteId?: string | undefined;
  accountId?: string | undefined;
  operation?: string | undefined;
  status?: Run['status'] | undefined;
  trigger?: Run['trigger'] | undefined;
  automationRunId?: string | undefined;
  open?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** Runs that the caller may see, the newest first. */
export async function listRuns(ctx: Context, input: ListInput): Promise<Page<Run>> {
  const from = readCursor(input.cursor);
  const wanted: (SQL | undefined)[] = [
    input.siteId ? eq(runs.siteId, input.siteId) : undefined,
    input.accountId ? eq(runs.accountId, input.accountId) : undefined,
    input.operation ? eq(runs.operation, input.operation) : undefined,
    input.status ? eq(runs.status, input.status) : undefined,
    input.trigger ? eq(runs.trigger, input.trigger) : undefined,
    input.automationRunId ? eq(runs.automationRunId, input.automationRunId) : undefined,
    input.open ? inArray(runs.status, ['queued', 'running', 'waiting']) : undefined,
    from
      ? or(
          lt(runs.createdAt, instantOf(from)),
          and(eq(runs.createdAt, instantOf(from)), lt(runs.id, from[1])),
        )
      : undefined,
  ];
  const rows = await inTransaction(ctx, (tx) =>
    read(tx)
      .where(and(...wanted))
      .orderBy(desc(runs.createdAt), desc(runs.id))
      .limit(input.limit + 1),
  );
  return pageOf(rows.map(view), input.limit, (run) => [run.createdAt.toISOString(), run.id]);
}

/** A run with its receipt. Throws not_found. */
export async function getRun(ctx: Context, runId: string): Promise<RunDetail> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await read(tx).where(eq(runs.id, runId));
    if (!found) throw notFound('run');
    const model = tx.db
      .select({ ...getTableColumns(runSteps), servedModel: aiModels.displayName })
      .from(runSteps);
    const steps = await model
      .leftJoin(aiModels, eq(aiModels.id, runSteps.servedModelId))
      .where(eq(runSteps.runId, runId))
      .orderBy(asc(runSteps.position));
    const calls = await tx.db
      .select({ attempt: attempts, servedModel: aiModels.displayName })
      .from(attempts)
      .innerJoin(aiModels, eq(aiModels.id, attempts.servedModelId))
      .where(eq(attempts.runId, runId))
      .orderBy(asc(attempts.number));
    return {
      ...view(found),
      steps: steps.map((step) =>
        stepView(
          step,
          calls.filter((call) => call.attempt.stepId === step.id),
        ),
      ),
    };
  });
}

const stepView = (
  step: typeof runSteps.$inferSelect & { servedModel: string | null },
  calls: { attempt: typeof attempts.$inferSelect; servedModel: string }[],
): RunDetail['steps'][number] => ({
  id: step.id,
  position: step.position,
  label: step.label,
  state: step.state,
  quote: { min: step.quoteMin, expected: step.quoteExpected, max: step.quoteMax },
  creditsCharged: step.creditsCharged,
  servedModel: step.servedModel,
  result: step.result,
  errorCode: step.errorCode,
  errorMessage: step.errorMessage,
  finishedAt: step.finishedAt,
  attempts: calls.map(({ attempt, servedModel }) => ({
    id: attempt.id,
    number: attempt.number,
    purpose: attempt.purpose,
    state: attempt.state,
    servedModel,
    held: attempt.held,
    credits: attempt.credits,
    inputTokens: attempt.inputTokens,
    outputTokens: attempt.outputTokens,
    images: attempt.images,
    errorKind: attempt.errorKind,
    durationMs: attempt.durationMs,
    usageId: attempt.usageId,
    createdAt: attempt.createdAt,
  })),
});

/** Events of a run after a number, in order. Throws not_found for a run that the caller may not see. */
export async function runEventsAfter(
  ctx: Context,
  runId: string,
  after: number,
): Promise<{ number: number; data: Record<string, unknown>; at: Date }[]> {
  return inTransaction(ctx, async ({ db }) => {
    const [run] = await db.select({ id: runs.id }).from(runs).where(eq(runs.id, runId));
    if (!run) throw notFound('run');
    return db
      .select({ number: runEvents.number, data: runEvents.data, at: runEvents.at })
      .from(runEvents)
      .where(and(eq(runEvents.runId, runId), gt(runEvents.number, after)))
      .orderBy(asc(runEvents.number));
  });
}

/** Each operation on each way in, with how many runs it had and the last of them: administrators see that all ways are one way. */
export async function operationMatrix(ctx: Context): Promise<MatrixCell[]> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const counts = await tx.db
      .select({ operation: runs.operation, trigger: runs.trigger, runs: sql<number>`count(*)::integer` })
      .from(runs)
      .groupBy(runs.operation, runs.trigger);
    const newest = tx.db
      .selectDistinctOn([runs.operation, runs.trigger], { id: runs.id })
      .from(runs)
      .orderBy(runs.operation, runs.trigger, desc(runs.createdAt), desc(runs.id));
    const last = (await read(tx).where(inArray(runs.id, newest))).map(view);
    return allOperations().flatMap((operation) =>
      TRIGGERS.map((trigger) => {
        const at = (row: { operation: string; trigger: string }) =>
          row.operation === operation.name && row.trigger === trigger;
        const run = last.find(at);
        return {
          operation: operation.name,
          title: operation.title,
          trigger,
          runs: counts.find(at)?.runs ?? 0,
          last: run ? cellOf(run) : null,
        };
      }),
    );
  });
}

const cellOf = ({
  id,
  status,
  quote,
  creditsCharged,
  done,
  total,
  errorMessage,
  servedModel,
  createdAt,
}: Run) => ({
  ...{ id, status, quoteMin: quote.min, quoteExpected: quote.expected, quoteMax: quote.max },
  ...{ creditsCharged, done, total, errorMessage, servedModel: servedModel.displayName, createdAt },
});
