import { eq, sql } from 'drizzle-orm';
import { callFunction } from '#db/call.ts';
import { siteSettings, sites } from '#db/schema/index.ts';
import type { Context } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { forgetRegistry } from '#domain/models/index.ts';
import {
  counted,
  type Effect,
  finding,
  type Noted,
  note,
  noteUnfit,
  type Phase,
  type Work,
} from '../engine/phase.ts';
import { importedId } from '../rules/ids.ts';
import { inspect } from './1-inspect.ts';
import { additionsOf, addModels, removeModels } from './1-models.ts';

const TABLES = ['accounts', 'sites', 'models'] as const;

/** Phase 1: reads all of the source, says what is wrong with it, and adds accounts, sites and models. Nothing that is here changes. */
export const accountsPhase: Phase = {
  number: 1,
  title: 'Inspect and add',
  does: 'Reads the source, reports every fault with its cure, and adds accounts, sites and models that are not here yet.',
  tables: TABLES,
  plan: inspect,
  async apply(work) {
    const { ctx, small } = work;
    const report = await inspect(work);
    const additions = await additionsOf(ctx, small.models);
    await addAccounts(ctx, work);
    await addSites(ctx, work);
    await addModels(ctx, additions);
    await noteUnfit(ctx, 1, small, TABLES);
    forgetRegistry();
    return { report };
  },
  async verify({ ctx, small }) {
    const unfit = (table: string) => small.unfit.filter((row) => row.table === table).length;
    const ids = small.accounts.map((account) => importedId('accounts', account.pk));
    const [here] = await ctx.db.execute<{
      accounts: number;
      sites: number;
    }>(sql`select (select count(*) from accounts where id in (select target_id from legacy_rows where phase = 1 and source_table = 'accounts'))::int as accounts,
      (select count(*) from sites where id in (select target_id from legacy_rows where phase = 1 and source_table = 'sites' and outcome = 'imported'))::int as sites`);
    const [noted] = await ctx.db.execute<{ sites: number }>(
      sql`select count(*)::int as sites from legacy_rows where phase = 1 and source_table = 'sites' and outcome = 'imported'`,
    );
    return [
      ...(await counted(ctx, 1, {
        accounts: small.accounts.length + unfit('accounts'),
        sites: small.sites.length + unfit('sites'),
        models: small.models.length + unfit('models'),
      })),
      finding('Every account is here', here?.accounts === ids.length, `${here?.accounts} of ${ids.length}`),
      finding(
        'Every imported site is here',
        here?.sites === noted?.sites,
        `${here?.sites} of ${noted?.sites}`,
      ),
    ];
  },
  rollback: remove,
};

const status = (account: Work['small']['accounts'][number]) =>
  account.status === 'active' ? 'active' : 'suspended';

async function addAccounts(ctx: Context, { small }: Work): Promise<void> {
  const now = ctx.clock.now().toISOString();
  const rows = small.accounts.map((account) => ({
    id: importedId('accounts', account.pk),
    name: account.name.trim() === '' ? account.slug || `Account ${account.pk}` : account.name,
    status: status(account),
    low_balance_threshold: 100,
    created_at: account.created_at,
    updated_at: now,
    version: 1,
  }));
  // An account that an earlier rollback had to leave, because the ledger knows it, is taken up again.
  await ctx.db.execute(sql`insert into accounts select * from jsonb_populate_recordset(null::accounts, ${JSON.stringify(rows)}::jsonb)
    on conflict (id) do update set name = excluded.name, status = excluded.status, updated_at = excluded.updated_at, version = accounts.version + 1`);
  await note(
    ctx,
    1,
    small.accounts.map((account) => ({
      table: 'accounts',
      pk: account.pk,
      outcome: 'imported',
      reason: account.status === 'active' ? null : `suspended there (${account.status})`,
      target: { type: 'account', id: importedId('accounts', account.pk) },
    })),
  );
}

async function addSites(ctx: Context, { small }: Work): Promise<void> {
  const now = ctx.clock.now();
  const owners = new Set(small.accounts.map((account) => account.pk));
  const noted: Noted[] = [];
  for (const site of small.sites) {
    if (!owners.has(site.account)) {
      noted.push({
        table: 'sites',
        pk: site.pk,
        outcome: 'listed',
        reason: `Its account ${site.account} is not there.`,
      });
      continue;
    }
    const id = importedId('sites', site.pk);
    const accountId = importedId('accounts', site.account);
    const domain = site.domain?.trim().toLowerCase() || `site-${site.pk}.invalid`;
    await ctx.db.insert(sites).values({
      id,
      accountId,
      name: site.name.trim() === '' ? domain : site.name,
      domain,
      isActive: site.is_active,
      createdAt: now,
      updatedAt: now,
    });
    await ctx.db.insert(siteSettings).values({ siteId: id, accountId, updatedAt: now });
    noted.push({
      table: 'sites',
      pk: site.pk,
      outcome: 'imported',
      target: { type: 'site', id },
      reason: site.domain?.trim() ? null : 'It had no domain.',
    });
  }
  await note(ctx, 1, noted);
}

async function remove(ctx: Context): Promise<Effect[]> {
  const targets = await ctx.db.execute<{ type: string; id: string }>(
    sql`select target_type as type, target_id as id from legacy_rows where phase = 1 and outcome = 'imported' order by 1, 2`,
  );
  const of = (type: string) => targets.filter((target) => target.type === type).map((target) => target.id);
  const now = ctx.clock.now();
  let removed = 0;
  let kept = 0;
  try {
    for (const id of of('site')) await ctx.db.delete(sites).where(eq(sites.id, id));
    for (const id of of('account')) {
      const [row] = await callFunction<{ legacy_remove_account: boolean }>(ctx.db, 'legacy_remove_account', [
        id,
        now,
      ]);
      if (row?.legacy_remove_account) removed += 1;
      else kept += 1;
    }
    await removeModels(ctx, of('model'));
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (cause instanceof Error && 'code' in cause && cause.code === '23503')
      throw new DomainError(
        'in_use',
        `Something was made on a migrated account, site or model in the meantime (${'table_name' in cause ? cause.table_name : 'elsewhere'}). Remove it first.`,
        { cause: error },
      );
    throw error;
  }
  forgetRegistry();
  return [
    { what: 'accounts removed', count: removed, detail: '' },
    {
      what: 'accounts kept, suspended and empty',
      count: kept,
      detail: 'the ledger knows them and forgets nothing',
    },
    { what: 'sites removed', count: of('site').length, detail: '' },
    {
      what: 'models removed',
      count: of('model').length,
      detail: 'but for those in the usage log, which are retired',
    },
  ];
}
