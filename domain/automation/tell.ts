import { eq } from 'drizzle-orm';
import { sites } from '../../db/schema/index.ts';
import type { Context } from '../context.ts';
import { raiseNotice } from '../notices/index.ts';
import type { AutomationRunRow, StageRunRow } from './queries.ts';

/** What people are told when an automation run comes to stand: its end, and what it waits for a person to do. */
const TITLES: Partial<Record<AutomationRunRow['status'], string>> = {
  succeeded: 'The automation is done',
  partly_succeeded: 'The automation is done, and some of it failed',
  failed: 'The automation failed',
  stopped_at_budget: 'The automation stopped at its budget',
  waiting_for_approval: 'The automation waits for your approval',
  waiting_for_credits: 'The automation waits for credits',
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Tells the account's people that an automation run ended or waits for them. Joins the caller's transaction. */
export async function tellOfAutomation(
  ctx: Context,
  run: AutomationRunRow,
  now: {
    status: AutomationRunRow['status'];
    reason: string | null;
    credits: number;
    stages: readonly StageRunRow[];
  },
): Promise<void> {
  const title = TITLES[now.status];
  if (!title) return;
  const [site] = await ctx.db.select({ name: sites.name }).from(sites).where(eq(sites.id, run.siteId));
  const made = (stage: StageRunRow['stage']) => now.stages.find((row) => row.stage === stage)?.done ?? 0;
  const result = `${counted(made('content'), 'article')} and ${counted(made('images'), 'image')} for ${counted(now.credits, 'credit')}.`;
  await raiseNotice(ctx, {
    audience: 'account',
    accountId: run.accountId,
    kind: `automation.${now.status}`,
    key: `${run.id}:${run.version}`,
    title: `${title}: ${site?.name ?? ''}`,
    body: now.reason ?? result,
    link: `/sites/${run.siteId}/automation`,
  });
}
