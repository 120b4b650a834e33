import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { automations, memberships, runs, sites, users } from '../../db/schema/index.ts';
import { type Context, inTransaction } from '../context.ts';
import { getAccount } from './accounts.ts';

const SHOWN = 20;
const OPEN = ['queued', 'running', 'waiting'] as const;

interface Item {
  kind: string;
  id: string;
  label: string;
  link: string;
}

/** What suspending an account stops: its people, sites, schedules and runs. Throws 404. Administrators only. */
export async function accountReferences(ctx: Context, accountId: string) {
  await getAccount(ctx, accountId);
  return inTransaction(ctx, async ({ db }) => {
    const people = await db
      .select({ id: users.id, label: users.email })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.accountId, accountId), isNull(users.disabledAt)))
      .orderBy(asc(users.email));
    const own = await db
      .select({ id: sites.id, label: sites.name })
      .from(sites)
      .where(eq(sites.accountId, accountId))
      .orderBy(asc(sites.name));
    const scheduled = await db
      .select({ id: sites.id, label: sites.name })
      .from(automations)
      .innerJoin(sites, eq(sites.id, automations.siteId))
      .where(
        and(
          eq(automations.accountId, accountId),
          eq(automations.scheduleEnabled, true),
          isNull(automations.pausedAt),
        ),
      )
      .orderBy(asc(sites.name));
    const open = await db
      .select({ id: runs.id, operation: runs.operation, site: sites.name })
      .from(runs)
      .innerJoin(sites, eq(sites.id, runs.siteId))
      .where(and(eq(runs.accountId, accountId), inArray(runs.status, [...OPEN])));
    const work = open.map((run) => ({
      id: run.id,
      label: `${run.operation.replaceAll('_', ' ')} for ${run.site}`,
    }));
    const groups = [
      group('person', 'People who may then only read', people, () => '/admin/users'),
      group('site', 'Sites', own, (id) => `/sites/${id}/settings`),
      group('automation', 'Schedules that pass until then', scheduled, (id) => `/sites/${id}/automation`),
      group('run', 'Runs under way, which still end', work, (id) => `/admin/runs/${id}`),
    ];
    return { blocksDeletion: true, groups: groups.filter(({ count }) => count > 0) };
  });
}

function group(
  kind: string,
  title: string,
  rows: readonly { id: string; label: string }[],
  link: (id: string) => string,
) {
  const items: Item[] = rows.slice(0, SHOWN).map(({ id, label }) => ({ kind, id, label, link: link(id) }));
  return { kind, title, count: rows.length, items };
}
