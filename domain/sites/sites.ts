import { and, asc, eq, gt, ilike, inArray, or } from 'drizzle-orm';
import { accounts, siteSettings, sites } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { rescheduleSite } from '../automation/index.ts';
import { type Context, inTransaction, type Role, requireRole } from '../context.ts';
import { DomainError, invalidField, notFound, staleVersion } from '../errors.ts';
import { type Page, pageOf, readCursor } from '../paging.ts';
import type { CreateSite, Site, UpdateSite } from './schema.ts';

export type SiteRow = typeof sites.$inferSelect;
export interface SiteQuery {
  limit: number;
  cursor?: string | undefined;
  search?: string | undefined;
  accountId?: string | undefined;
  isActive?: boolean | undefined;
}

/** The sites of the caller's accounts, by name; for an administrator those of all. */
export async function listSites(ctx: Context, query: SiteQuery): Promise<Page<Site>> {
  const position = readCursor(query.cursor);
  const rows = await inTransaction(ctx, ({ db }) =>
    db
      .select({ site: sites, accountName: accounts.name })
      .from(sites)
      .innerJoin(accounts, eq(accounts.id, sites.accountId))
      .where(
        and(
          ownAccounts(ctx),
          query.accountId ? eq(sites.accountId, query.accountId) : undefined,
          query.isActive === undefined ? undefined : eq(sites.isActive, query.isActive),
          query.search
            ? or(
                ilike(sites.name, `%${query.search.replace(/[\\%_]/g, '\\$&')}%`),
                ilike(sites.domain, `%${query.search.replace(/[\\%_]/g, '\\$&')}%`),
              )
            : undefined,
          position
            ? or(
                gt(sites.name, String(position[0])),
                and(eq(sites.name, String(position[0])), gt(sites.id, position[1])),
              )
            : undefined,
        ),
      )
      .orderBy(asc(sites.name), asc(sites.id))
      .limit(query.limit + 1),
  );
  const page = pageOf(rows, query.limit, ({ site }) => [site.name, site.id]);
  return {
    ...page,
    data: page.data.map(({ site, accountName }) => ({
      ...site,
      accountName,
      role: roleIn(ctx, site.accountId),
    })),
  };
}

// Row-level security says the same; the query says it too, so that neither stands alone.
const ownAccounts = ({ actor }: Context) =>
  actor.kind === 'system' || actor.isAdministrator
    ? undefined
    : inArray(sites.accountId, [...actor.memberships.keys()]);

const roleIn = ({ actor }: Context, accountId: string): Role =>
  actor.kind === 'system' || actor.isAdministrator ? 'owner' : (actor.memberships.get(accountId) ?? 'viewer');

/** One site. Throws 404 for what is not there and for another's alike. */
export async function getSite(ctx: Context, id: string): Promise<Site> {
  const { row, accountName } = await siteRow(ctx, id, 'viewer');
  return { ...row, accountName, role: roleIn(ctx, row.accountId) };
}

/** A site's row for somebody with at least this role in its account. Throws 404, 403. */
export async function siteRow(
  ctx: Context,
  id: string,
  atLeast: Role,
  lock = false,
): Promise<{ row: SiteRow; accountName: string }> {
  const [found] = await inTransaction(ctx, ({ db }) => {
    const query = db
      .select({ row: sites, accountName: accounts.name })
      .from(sites)
      .innerJoin(accounts, eq(accounts.id, sites.accountId))
      .where(eq(sites.id, id));
    return lock ? query.for('update', { of: sites }) : query;
  });
  if (!found) throw notFound('site');
  requireRole(ctx, found.row.accountId, atLeast, 'site');
  return found;
}

/** Adds a site to an account that the caller owns. */
export async function createSite(ctx: Context, input: CreateSite): Promise<Site> {
  const { accountId = onlyAccount(ctx), ...fields } = input;
  requireRole(ctx, accountId, 'owner');
  return inTransaction(ctx, async (tx) => {
    const [account] = await tx.db
      .select({ name: accounts.name })
      .from(accounts)
      .where(eq(accounts.id, accountId));
    if (!account) throw notFound('account');
    const now = ctx.clock.now();
    const [row] = await tx.db
      .insert(sites)
      .values({ ...fields, accountId, createdAt: now, updatedAt: now })
      .returning();
    if (!row) throw new DomainError('conflict', 'The site was not written.');
    await tx.db.insert(siteSettings).values({ siteId: row.id, accountId, updatedAt: now });
    await recordAudit(tx, {
      action: 'site.created',
      object: { type: 'site', id: row.id, label: row.name },
      accountId,
      after: { ...fields },
    });
    return { ...row, accountName: account.name, role: roleIn(ctx, accountId) };
  });
}

function onlyAccount({ actor }: Context): string {
  const own =
    actor.kind === 'user'
      ? [...actor.memberships].filter(([, role]) => role === 'owner').map(([id]) => id)
      : [];
  if (own.length === 1 && own[0]) return own[0];
  throw invalidField(
    'accountId',
    own.length === 0 ? 'Say for which account.' : 'You own several accounts. Say for which one.',
  );
}

/** Changes a site's name, domain, time zone or active flag. */
export async function updateSite(
  ctx: Context,
  id: string,
  expectedVersion: number,
  input: UpdateSite,
): Promise<Site> {
  return inTransaction(ctx, async (tx) => {
    const { row, accountName } = await siteRow(tx, id, 'owner', true);
    if (row.version !== expectedVersion) throw staleVersion('site', row.version);
    const changed = Object.fromEntries(
      Object.entries(input).filter(([, value]) => value !== undefined),
    ) as Partial<SiteRow>;
    const [written] = await tx.db
      .update(sites)
      .set({ ...changed, version: row.version + 1, updatedAt: ctx.clock.now() })
      .where(eq(sites.id, id))
      .returning();
    if (!written) throw notFound('site');
    if (written.timeZone !== row.timeZone || written.isActive !== row.isActive)
      await rescheduleSite(tx, written);
    const before = Object.fromEntries(Object.keys(changed).map((name) => [name, row[name as keyof SiteRow]]));
    await recordAudit(tx, {
      action: 'site.updated',
      object: { type: 'site', id, label: row.name },
      accountId: row.accountId,
      before,
      after: changed,
    });
    return { ...written, accountName, role: roleIn(ctx, row.accountId) };
  });
}
