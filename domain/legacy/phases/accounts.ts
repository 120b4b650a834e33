import { eq, sql } from 'drizzle-orm';
import { aiModels, siteSettings, sites } from '#db/schema/index.ts';
import { callFunction } from '../../../db/call.ts';
import type { Context } from '../../context.ts';
import { DomainError } from '../../errors.ts';
import { forgetRegistry, registrySnapshot } from '../../models/index.ts';
import { bySeverity } from '../fault.ts';
import { findFaults } from '../faults.ts';
import { legacyId } from '../ids.ts';
import {
  counted,
  type Effect,
  finding,
  type Noted,
  note,
  noteUnfit,
  type Phase,
  type Report,
  type Work,
} from '../phase.ts';
import { UsageTally } from '../usage-tally.ts';
import { additionsOf, type ModelAddition } from './model-additions.ts';

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
    const ids = small.accounts.map((account) => legacyId('accounts', account.pk));
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

async function inspect({ ctx, source, small }: Work): Promise<Report> {
  const snapshot = await registrySnapshot(ctx);
  const tally = new UsageTally({
    accounts: new Set(small.accounts.map((account) => account.pk)),
    sites: new Map(small.sites.map((site) => [site.pk, site.account])),
    models: new Set([
      ...[...snapshot.models.values()].map((model) => model.modelName),
      ...small.models.map((model) => model.model_name),
    ]),
    costs: new Map(small.costs.map((cost) => [cost.operation_type, cost])),
  });
  for await (const entry of source.rows(['transactions', 'usage'])) {
    if ('fault' in entry) tally.addUnfit(entry.table, entry.pk);
    else if (entry.table === 'usage') tally.addUsage(entry.row);
    else if (entry.table === 'transactions') tally.addTransaction(entry.row);
  }
  const additions = await additionsOf(ctx, small.models);
  const effects: Effect[] = [
    {
      what: 'accounts added',
      count: small.accounts.length,
      detail: `${small.accounts.filter((account) => account.status !== 'active').length} of them suspended`,
    },
    {
      what: 'sites added',
      count: small.sites.filter((site) => small.accounts.some((account) => account.pk === site.account))
        .length,
      detail: 'with the default settings',
    },
    {
      what: 'models added',
      count: additions.filter((addition) => addition.kind === 'add').length,
      detail: additions
        .flatMap((addition) =>
          addition.kind === 'add' ? [`${addition.row.model_name} (${addition.status})`] : [],
        )
        .join(', '),
    },
    {
      what: 'models that are here already',
      count: additions.filter((addition) => addition.kind === 'same').length,
      detail: 'nothing about them changes',
    },
  ];
  const others = await source.others();
  const counts = {
    accounts: small.accounts.length,
    sites: small.sites.length,
    models: small.models.length,
    costs: small.costs.length,
    globals: small.globals.length,
    settings: small.settings.length,
    ...tally.counts,
  };
  const faults = bySeverity([
    ...findFaults(small, snapshot, ctx.clock.now()),
    ...tally.faults(small.accounts),
  ]);
  return {
    effects,
    faults,
    counts,
    others,
    credits: { balances: small.accounts.reduce((sum, { credits }) => sum + credits, 0), used: tally.credits },
  };
}

const status = (account: Work['small']['accounts'][number]) =>
  account.status === 'active' ? 'active' : 'suspended';

async function addAccounts(ctx: Context, { small }: Work): Promise<void> {
  const now = ctx.clock.now().toISOString();
  const rows = small.accounts.map((account) => ({
    id: legacyId('accounts', account.pk),
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
      target: { type: 'account', id: legacyId('accounts', account.pk) },
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
    const id = legacyId('sites', site.pk);
    const accountId = legacyId('accounts', site.account);
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

async function addModels(ctx: Context, additions: readonly ModelAddition[]): Promise<void> {
  const now = ctx.clock.now();
  const noted: Noted[] = [];
  for (const addition of additions) {
    const { row } = addition;
    const id = legacyId('models', row.pk);
    if (addition.kind === 'same')
      noted.push({
        table: 'models',
        pk: row.pk,
        outcome: 'merged',
        reason: 'It is in the registry already.',
        target: { type: 'model', id: addition.id },
      });
    else if (addition.kind === 'refuse')
      noted.push({ table: 'models', pk: row.pk, outcome: 'listed', reason: addition.why });
    else {
      const facts = {
        modelName: row.model_name,
        displayName: row.display_name || row.model_name,
        modelType: row.model_type,
        providerId: addition.providerId,
        status: addition.status,
        qualityTier: addition.tier,
        contextWindow: row.context_window,
        maxOutputTokens: row.max_output_tokens,
        validSizes: addition.sizes,
        inputCostPerMtok: row.model_type === 'text' ? row.input_cost_per_1m : null,
        outputCostPerMtok: row.model_type === 'text' ? row.output_cost_per_1m : null,
        costPerImage: row.model_type === 'image' ? row.cost_per_image : null,
      };
      await ctx.db.insert(aiModels).values({ id, ...facts, createdAt: now, updatedAt: now });
      noted.push({
        table: 'models',
        pk: row.pk,
        outcome: 'imported',
        reason: `Added as ${addition.status}, not as a choice.`,
        target: { type: 'model', id },
      });
    }
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

async function removeModels(ctx: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const used = await ctx.db.execute(sql`select from usage_logs where model_id = ${id} limit 1`);
    if (used.length > 0)
      await ctx.db
        .update(aiModels)
        .set({ status: 'retired', updatedAt: ctx.clock.now() })
        .where(eq(aiModels.id, id));
    else await ctx.db.delete(aiModels).where(eq(aiModels.id, id));
  }
}
