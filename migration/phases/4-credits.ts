import { sql } from 'drizzle-orm';
import type { Context } from '#domain/context.ts';
import { adjust, balance, grant, verifyBooks } from '#domain/credits/index.ts';
import { DomainError } from '#domain/errors.ts';
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
} from '../engine/phase.ts';
import { importedId } from '../rules/ids.ts';
import { measureImpact, pastLimit } from '../rules/impact.ts';
import type { RowOf } from '../sources/tables.ts';
import { importHistory, noteTransactions, USAGE_SOURCE } from './4-history.ts';

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
    const accountId = importedId('accounts', account.pk);
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
      accountId: importedId('accounts', account.pk),
      name: account.name,
      debt: -account.credits,
    }));
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
