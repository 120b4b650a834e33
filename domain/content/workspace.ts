import { and, eq } from 'drizzle-orm';
import { sites } from '../../db/schema/index.ts';
import { type Context, type Role, requireRole } from '../context.ts';
import { notFound } from '../errors.ts';

export interface Workspace {
  siteId: string;
  accountId: string;
  domain: string;
}

/** The site, if it exists for the actor, whose role in its account is at least `atLeast`. Throws 404 or 403. Call inside a transaction. */
export async function workspaceOf(ctx: Context, siteId: string, atLeast: Role): Promise<Workspace> {
  if (!ctx.transactional) throw new Error('a workspace is read inside a transaction');
  const [site] = await ctx.db
    .select({ accountId: sites.accountId, domain: sites.domain })
    .from(sites)
    .where(and(eq(sites.id, siteId)));
  if (!site) throw notFound('site');
  requireRole(ctx, site.accountId, atLeast, 'site');
  return { siteId, ...site };
}

/** What a new row of the site carries. */
export const ownedBy = ({ siteId, accountId }: Workspace) => ({ siteId, accountId });

/** Times of a row that is made now. */
export const madeNow = (ctx: Context) => ({ createdAt: ctx.clock.now(), updatedAt: ctx.clock.now() });
