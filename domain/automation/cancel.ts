import { and, eq } from 'drizzle-orm';
import { automationRuns, automationStageRuns, runs } from '../../db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { DomainError, notFound } from '../errors.ts';
import { cancelRun, isEnded, retryFailed } from '../runs/index.ts';
import { endAutomation } from './commands.ts';
import { getAutomationRun, siteFor, viewOf } from './queries.ts';
import type { AutomationRunView } from './schema.ts';
import { STAGE_OPERATION, STAGES } from './stages.ts';

/** Ends an open automation run with the AI run it is at; holds go back, what is done stays. */
export function cancelAutomation(
  ctx: Context,
  input: { siteId: string; id: string },
): Promise<AutomationRunView> {
  return inTransaction(ctx, async (tx) => {
    await endAutomation(tx, input);
    const made = await tx.db.select().from(runs).where(eq(runs.automationRunId, input.id));
    for (const run of made) if (!isEnded(run.status)) await cancelRun(tx, run.id);
    return getAutomationRun(tx, input);
  });
}

/** Tries again only what failed in an ended go, within what its ceiling left. 422 where nothing failed. */
export function retryAutomation(
  ctx: Context,
  input: { siteId: string; id: string },
): Promise<AutomationRunView> {
  return inTransaction(ctx, async (tx) => {
    const site = await siteFor(tx, input.siteId, 'editor');
    const [run] = await tx.db
      .select()
      .from(automationRuns)
      .where(and(eq(automationRuns.id, input.id), eq(automationRuns.siteId, site.id)))
      .for('update');
    if (!run) throw notFound('automation run');
    if (run.status !== 'failed' && run.status !== 'partly_succeeded')
      throw new DomainError('invalid_state', 'Nothing failed in it.');
    const made = await tx.db.select().from(runs).where(eq(runs.automationRunId, run.id));
    const broken = made.filter((entry) => entry.failed > 0 || entry.status === 'failed');
    for (const entry of broken) {
      await retryFailed(tx, entry.id);
      const stage = STAGES.find((name) => STAGE_OPERATION[name] === entry.operation);
      if (stage) {
        const key = and(
          eq(automationStageRuns.automationRunId, run.id),
          eq(automationStageRuns.stage, stage),
        );
        await tx.db.update(automationStageRuns).set({ finishedAt: null }).where(key);
      }
    }
    const [again] = await tx.db
      .update(automationRuns)
      .set({ status: 'running', reason: null, finishedAt: null, version: run.version + 1 })
      .where(eq(automationRuns.id, run.id))
      .returning();
    await recordAudit(tx, {
      action: 'automation.retried',
      object: { type: 'automation_run', id: run.id, label: site.name },
      accountId: site.accountId,
      before: { status: run.status },
      after: { status: 'running' },
    });
    return viewOf(tx, again ?? run);
  });
}
