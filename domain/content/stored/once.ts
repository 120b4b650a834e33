import { and, eq } from 'drizzle-orm';
import { storedResults } from '../../../db/schema/index.ts';
import type { Context } from '../../context.ts';
import { type Workspace, workspaceOf } from '../workspace.ts';

/** What every store command is told: whose result it is, and which step of a run made it. */
export interface StepOrigin {
  siteId: string;
  /** Id of the run step. Storing its result again does nothing and answers as the first time. */
  sourceStepId: string;
  /** Several results of one step are counted from 0. */
  part?: number;
}

/** Ids of the objects that hold the result. */
export interface Stored {
  kind: string;
  ids: string[];
}

/** Does `work` once for the step, in the caller's transaction; a repeat answers with the ids of the first time. */
export async function once(
  ctx: Context,
  origin: StepOrigin,
  kind: string,
  work: (workspace: Workspace) => Promise<string[]>,
): Promise<Stored> {
  const workspace = await workspaceOf(ctx, origin.siteId, 'editor');
  const key = { sourceStepId: origin.sourceStepId, part: origin.part ?? 0 };
  const claimed = await ctx.db
    .insert(storedResults)
    .values({
      ...key,
      siteId: workspace.siteId,
      accountId: workspace.accountId,
      kind,
      objectIds: [],
      storedAt: ctx.clock.now(),
    })
    .onConflictDoNothing()
    .returning();
  const same = and(eq(storedResults.sourceStepId, key.sourceStepId), eq(storedResults.part, key.part));
  if (claimed.length === 0) {
    const [earlier] = await ctx.db.select().from(storedResults).where(same);
    if (!earlier) throw new Error('a step of another account cannot be stored here');
    return { kind: earlier.kind, ids: earlier.objectIds };
  }
  const ids = await work(workspace);
  await ctx.db.update(storedResults).set({ objectIds: ids }).where(same);
  return { kind, ids };
}
