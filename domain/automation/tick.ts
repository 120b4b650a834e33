import { recordAudit } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { DomainError } from '../errors.ts';
import { advanceAutomation, openAutomations } from './advance.ts';
import { type Claim, claimDue } from './claim.ts';
import { startAutomation } from './commands.ts';

/**
 * One beat of the scheduler: starts what is due, then takes every open automation run on. Any number of processes may beat at once. What
 * cannot be begun stays due and holds up nothing else; the failures are thrown together at the end.
 */
export async function tickAutomations(ctx: Context): Promise<void> {
  const failures: unknown[] = [];
  const stuck: string[] = [];
  const beginOne = async (inner: Context, claim: Claim) => {
    await begin(inner, claim).catch((error: unknown) => {
      stuck.push(claim.siteId);
      failures.push(error);
      throw error;
    });
  };
  const claimOne = (): Promise<boolean> =>
    claimDue(ctx, beginOne, stuck).catch((error: unknown) => {
      if (failures.includes(error)) return true;
      throw error;
    });
  while (await claimOne());
  for (const id of await openAutomations(ctx))
    await advanceAutomation(ctx, id).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'some automations could not be taken on');
}

async function begin(ctx: Context, claim: Claim): Promise<void> {
  try {
    await startAutomation(ctx, { siteId: claim.siteId, ceiling: null, dueAt: claim.dueAt });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // The run before is still open, or every stage is off: this time passes, and the record says why.
    await recordAudit(ctx, {
      action: 'automation.skipped',
      object: { type: 'automation', id: claim.siteId, label: claim.siteId },
      accountId: claim.accountId,
      after: { dueAt: claim.dueAt },
      reason: error.message,
    });
  }
}
