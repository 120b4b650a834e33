import { sql } from 'drizzle-orm';
import { type Context, inTransaction } from '../../context.ts';
import { adjust, balance, grant, type ImportedUsage, importUsage, verifyBooks } from '../../credits/index.ts';
import { DomainError } from '../../errors.ts';
import { registrySnapshot } from '../../models/index.ts';
import { legacyId } from '../ids.ts';
import { measureImpact, pastLimit } from '../impact.ts';
import {
  counted,
  type Effect,
  type Finding,
  finding,
  type Noted,
  note,
  noteUnfit,
  type Phase,
  type Report,
  type Work,
} from '../phase.ts';
import { OPERATIONS, usedBy } from '../price.ts';
import type { RowOf, SourceRow } from '../tables.ts';

const BATCH = 2000;
/** Marks the rows of the usage log that came from here. */
export const USAGE_SOURCE = 'legacy';
const openingKey = (pk: string, round: number) => `legacy:opening:${pk}:${round}`;

/** Phase 4: balances become opening entries of the ledger, the usage log becomes history. From here on the new calculation charges. */
export const creditsPhase: Phase = {
  number: 4,
  title: 'Credits',
  does: 'Books each balance as an opening entry of the ledger and imports the usage log. From here on the new calculation charges.',
  tables: ['accounts', 'transactions', 'usage'],
  async plan({ ctx, source, small }): Promise<Report> {
    let rows = 0;
    for await (const _ of source.rows(['usage'])) rows += 1;
    const { total, accounts } = await measureImpact(ctx);
    const most = await limit(ctx);
    const beyond = accounts.filter((account) => pastLimit(account, most) !== null);
    const told = {
      what: 'accounts that alone change by more than the limit',
      count: beyond.length,
      detail: beyond
        .map(
          (account) =>
            `${account.name}: ${account.change === null ? 'from nothing' : `${account.change > 0 ? '+' : ''}${account.change}%`}`,
        )
        .join(', '),
    };
    return {
      effects: [...effectsOf(small.accounts, rows), ...(most === null ? [] : [told])],
      total,
      refused: pastLimit(total, most),
    };
  },
  async steps(work) {
    const { total } = await measureImpact(work.ctx);
    const refused = pastLimit(total, await limit(work.ctx));
    if (refused)
      throw new DomainError(
        'invalid_state',
        `${refused} Raise the limit, or change the prices and run phase 2 again.`,
      );
    return importHistory(work);
  },
  async apply({ ctx, source, small, round }): Promise<{ report: Report }> {
    const debts = await open(ctx, small.accounts, round);
    await noteTransactions(
      ctx,
      source.rows(['transactions']),
      new Set(small.accounts.map((account) => account.pk)),
    );
    await noteUnfit(ctx, 4, small, ['accounts']);
    const [log] = await ctx.db.execute<{ rows: number }>(
      sql`select count(*)::int as rows from usage_logs where source = ${USAGE_SOURCE}`,
    );
    return { report: { effects: effectsOf(small.accounts, log?.rows ?? 0), debts } };
  },
  verify,
  rollback: reverse,
};

function effectsOf(accounts: readonly RowOf<'accounts'>[], rows: number): Effect[] {
  const opened = accounts.filter((account) => account.credits > 0);
  const owing = accounts.filter((account) => account.credits < 0);
  return [
    {
      what: 'opening entries',
      count: opened.length,
      detail: `${opened.reduce((sum, account) => sum + account.credits, 0)} credits`,
    },
    {
      what: 'balances below zero, opened at zero',
      count: owing.length,
      detail: owing.map((account) => `${account.name}: a debt of ${-account.credits}`).join(', '),
    },
    {
      what: 'balances of zero',
      count: accounts.filter((account) => account.credits === 0).length,
      detail: 'nothing to book',
    },
    { what: 'usage rows in the log', count: rows, detail: 'as history; they move no balance' },
  ];
}

async function limit(ctx: Context): Promise<number | null> {
  const [row] = await ctx.db.execute<{ max_change: number | null }>(
    sql`select max_change from legacy_migrations`,
  );
  return row?.max_change ?? null;
}

async function open(
  ctx: Context,
  accounts: readonly RowOf<'accounts'>[],
  round: number,
): Promise<{ pk: string; accountId: string; name: string; debt: number }[]> {
  const noted: Noted[] = [];
  for (const account of accounts) {
    const accountId = legacyId('accounts', account.pk);
    if (account.credits > 0) {
      await grant(ctx, {
        accountId,
        amount: account.credits,
        reason: 'Balance brought over from the earlier installation',
        key: openingKey(account.pk, round),
      });
      noted.push({
        table: 'accounts',
        pk: account.pk,
        outcome: 'imported',
        target: { type: 'account', id: accountId },
      });
    } else if (account.credits === 0)
      noted.push({
        table: 'accounts',
        pk: account.pk,
        outcome: 'merged',
        reason: 'A balance of zero: nothing to book.',
        target: { type: 'account', id: accountId },
      });
    else
      noted.push({
        table: 'accounts',
        pk: account.pk,
        outcome: 'listed',
        reason: `A debt of ${-account.credits} credits; the balance opens at zero.`,
        target: { type: 'account', id: accountId },
        detail: { debt: -account.credits },
      });
  }
  await note(ctx, 4, noted);
  return accounts
    .filter((account) => account.credits < 0)
    .map((account) => ({
      pk: account.pk,
      accountId: legacyId('accounts', account.pk),
      name: account.name,
      debt: -account.credits,
    }));
}

async function noteTransactions(
  ctx: Context,
  rows: AsyncIterable<SourceRow>,
  accounts: ReadonlySet<string>,
): Promise<void> {
  let batch: Noted[] = [];
  for await (const entry of rows) {
    if ('fault' in entry)
      batch.push({
        table: 'transactions',
        pk: entry.pk,
        outcome: 'listed',
        reason: `It does not fit its table: ${entry.fault}`,
      });
    else if (entry.table === 'transactions') batch.push(transactionNote(entry.row, accounts));
    if (batch.length === BATCH) {
      await note(ctx, 4, batch);
      batch = [];
    }
  }
  await note(ctx, 4, batch);
}

function transactionNote(row: RowOf<'transactions'>, accounts: ReadonlySet<string>): Noted {
  const what = `${row.transaction_type} of ${row.amount} on ${row.created_at.toISOString().slice(0, 10)} (${row.description}), balance ${row.balance_after}`;
  if (!accounts.has(row.account))
    return {
      table: 'transactions',
      pk: row.pk,
      outcome: 'listed',
      reason: `${what}: its account ${row.account} is not there.`,
    };
  return {
    table: 'transactions',
    pk: row.pk,
    outcome: 'merged',
    reason: `${what}: within the opening entry.`,
    target: { type: 'account', id: legacyId('accounts', row.account) },
  };
}

/** Streams the usage log over, some thousand rows a transaction with what became of them. Done again, it adds what is missing. */
async function importHistory({ ctx, source, small }: Work): Promise<void> {
  const models = new Map(
    [...(await registrySnapshot(ctx)).models.values()].map((model) => [
      model.modelName,
      { id: model.id, modelType: model.modelType },
    ]),
  );
  const owners = new Set(small.accounts.map((account) => account.pk));
  const sites = new Map(small.sites.map((site) => [site.pk, site.account]));
  let rows: ImportedUsage[] = [];
  let noted: Noted[] = [];
  let done = 0;
  const write = async () => {
    done += noted.length;
    await inTransaction(ctx, async (tx) => {
      await importUsage(tx, rows, USAGE_SOURCE);
      await note(tx, 4, noted);
      await tx.db.execute(sql`update legacy_phases set done = ${done} where phase = 4`);
    });
    rows = [];
    noted = [];
  };
  for await (const entry of source.rows(['usage'])) {
    const read = readUsage(entry, models, owners, sites);
    if (read?.row) rows.push(read.row);
    if (read) noted.push(read.noted);
    if (noted.length === BATCH) await write();
  }
  if (noted.length > 0) await write();
}

type Models = ReadonlyMap<string, { id: string; modelType: 'text' | 'image' }>;

function readUsage(
  entry: SourceRow,
  models: Models,
  owners: ReadonlySet<string>,
  sites: ReadonlyMap<string, string>,
): { row?: ImportedUsage; noted: Noted } | null {
  const listed = (reason: string) => ({
    noted: { table: 'usage' as const, pk: entry.pk, outcome: 'listed' as const, reason },
  });
  if ('fault' in entry) return listed(`It does not fit its table: ${entry.fault}`);
  if (entry.table !== 'usage') return null;
  const { row } = entry;
  if (!owners.has(row.account)) return listed(`Its account ${row.account} is not there.`);
  if (row.credits_used < 0) return listed(`It was charged ${row.credits_used} credits.`);
  if ((row.tokens_input ?? 0) < 0 || (row.tokens_output ?? 0) < 0 || Number(row.cost_usd ?? 0) < 0)
    return listed('Its tokens or cost are below zero.');
  const name = row.model_used.trim();
  const model = models.get(name);
  const ownSite = row.site !== null && sites.get(row.site) === row.account ? row.site : null;
  const reasons = [
    ...(name === ''
      ? ['it does not say which model was used']
      : model
        ? []
        : [`its model ${name} is in no registry`]),
    ...(row.site !== null && ownSite === null ? [`its site ${row.site} is not the account's`] : []),
  ];
  const kind = OPERATIONS[row.operation_type];
  const id = legacyId('usage', row.pk);
  return {
    row: {
      id,
      at: row.created_at,
      accountId: legacyId('accounts', row.account),
      siteId: ownSite === null ? null : legacyId('sites', ownSite),
      userId: null,
      operation: kind?.operation ?? row.operation_type,
      modelId: model?.id ?? null,
      modelType: model?.modelType ?? kind?.modelType ?? null,
      inputTokens: row.tokens_input,
      outputTokens: row.tokens_output,
      images: usedBy(row).images,
      credits: row.credits_used,
      providerCostUsd: row.cost_usd,
      sourceRef: model || name === '' ? row.pk : `${row.pk} ${name}`,
    },
    noted: {
      table: 'usage',
      pk: row.pk,
      outcome: 'imported',
      reason: reasons.length > 0 ? `Imported as history: ${reasons.join(', ')}.` : null,
      target: { type: 'usage', id },
    },
  };
}

async function verify({ ctx, source, small, round }: Work): Promise<Finding[]> {
  const counts = { transactions: 0, usage: 0 };
  let credits = 0;
  for await (const entry of source.rows(['transactions', 'usage'])) {
    if (entry.table === 'usage') counts.usage += 1;
    else counts.transactions += 1;
    if (!('fault' in entry) && entry.table === 'usage') credits += entry.row.credits_used;
  }
  const expected = small.accounts.reduce((sum, account) => sum + Math.max(0, account.credits), 0);
  const [ledger] = await ctx.db.execute<{ credits: string; entries: number }>(
    sql`select coalesce(sum(amount), 0) as credits, count(*)::int as entries from credit_transactions where key like ${`legacy:opening:%:${round}`}`,
  );
  const [log] = await ctx.db.execute<{ credits: string }>(
    sql`select coalesce(sum(u.credits), 0) as credits from usage_logs u join legacy_rows r on r.phase = 4 and r.source_table = 'usage' and r.target_id = u.id where u.source = ${USAGE_SOURCE}`,
  );
  const [left] = await ctx.db.execute<{ rows: number }>(
    sql`select count(*)::int as rows from legacy_rows where phase = 4 and source_table = 'usage' and outcome = 'listed'`,
  );
  const proof = await verifyBooks(ctx);
  return [
    ...(await counted(ctx, 4, {
      accounts: small.accounts.length + small.unfit.filter((row) => row.table === 'accounts').length,
      ...counts,
    })),
    finding(
      'The opening entries are the balances of the source',
      Number(ledger?.credits) === expected,
      `${ledger?.credits} booked in ${ledger?.entries} entries, ${expected} in the source (debts at zero)`,
    ),
    finding(
      'The log holds the credits of the source',
      left?.rows !== 0 || Number(log?.credits) === credits,
      `${log?.credits} here, ${credits} in the source, ${left?.rows} rows listed`,
    ),
    finding(
      'The books are right',
      proof.ok,
      proof.ok
        ? `${proof.transactions} transactions proved`
        : `${proof.findings.length} findings; see the Books page`,
    ),
  ];
}

/** Takes the opening entries back by entries against them. What was spent since cannot be taken; it is told. The log keeps its history. */
async function reverse(ctx: Context, { round }: { round: number }): Promise<Effect[]> {
  const opened = await ctx.db.execute<{ account_id: string; key: string; amount: string; name: string }>(
    sql`select t.account_id, t.key, t.amount, a.name from credit_transactions t join accounts a on a.id = t.account_id where t.key like ${`legacy:opening:%:${round}`} order by t.account_id`,
  );
  const short: string[] = [];
  let taken = 0;
  for (const entry of opened) {
    const { available, held } = await balance(ctx, entry.account_id);
    if (held > 0)
      throw new DomainError(
        'invalid_state',
        `${entry.name} has calls under way that hold ${held} credits. Let them end, then roll back.`,
      );
    const amount = Math.min(Number(entry.amount), available);
    if (amount < Number(entry.amount)) short.push(`${entry.name} spent ${Number(entry.amount) - amount}`);
    if (amount > 0)
      await adjust(ctx, {
        accountId: entry.account_id,
        amount: -amount,
        reason: 'The balance went back to the earlier installation',
        key: entry.key.replace('opening', 'reversal'),
      });
    taken += amount;
  }
  const [log] = await ctx.db.execute<{ rows: number }>(
    sql`select count(*)::int as rows from usage_logs where source = ${USAGE_SOURCE}`,
  );
  return [
    {
      what: 'opening entries reversed',
      count: opened.length,
      detail: `${taken} credits taken back by entries of their own`,
    },
    {
      what: 'accounts that spent of it here',
      count: short.length,
      detail: short.length === 0 ? '' : `book there what was spent here: ${short.join(', ')}`,
    },
    {
      what: 'usage rows that stay in the log',
      count: log?.rows ?? 0,
      detail: 'history is never deleted, and moved no balance',
    },
  ];
}
