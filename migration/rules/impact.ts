import { sql } from 'drizzle-orm';
import { type Context, inTransaction, requireAdministrator } from '#domain/context.ts';
import { UNPRICED, type Unpriced } from './price.ts';

/** Old and new credits of something, over the rows that can be priced. `change` is in percent of the old, one decimal; null where the old is 0. */
export interface Moved {
  name: string;
  rows: number;
  oldCredits: number;
  newCredits: number;
  difference: number;
  change: number | null;
}

/** The history priced by the new rules beside what was charged. Rows that cannot be priced stand apart, with why. */
export interface Impact {
  total: Moved;
  accounts: Moved[];
  operations: Moved[];
  models: Moved[];
  /** Five accounts that pay most less, and most more. */
  winners: Moved[];
  losers: Moved[];
  unpriced: { reason: Unpriced; why: string; model: string; rows: number; oldCredits: number }[];
}

interface Row extends Record<string, unknown> {
  name: string;
  rows: number;
  old_credits: string;
  new_credits: string;
}

const moved = (row: Row): Moved => {
  const [oldCredits, newCredits] = [Number(row.old_credits), Number(row.new_credits)];
  const difference = newCredits - oldCredits;
  return {
    name: row.name,
    rows: row.rows,
    oldCredits,
    newCredits,
    difference,
    change: oldCredits === 0 ? null : Math.round((difference * 1000) / oldCredits) / 10,
  };
};

const MOST = 5;
const SUMS = sql`count(*)::int as rows, coalesce(sum(s.old_credits), 0) as old_credits, coalesce(sum(s.new_credits), 0) as new_credits`;

/** The financial impact, from the parallel data of phase 2. Administrators. Empty while there is none. */
export async function measureImpact(ctx: Context): Promise<Impact> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async ({ db }) => {
    const by = async (name: ReturnType<typeof sql>, join = sql``) =>
      (
        await db.execute<Row>(
          sql`select ${name} as name, ${SUMS} from legacy_shadow s ${join} where s.new_credits is not null group by 1 order by 1`,
        )
      ).map(moved);
    const [all] = await db.execute<Row>(
      sql`select 'total' as name, ${SUMS} from legacy_shadow s where s.new_credits is not null`,
    );
    const accounts = await by(
      sql`coalesce(a.name, 'account ' || s.account_pk) || ' (' || s.account_pk || ')'`,
      sql`left join legacy_rows r on r.phase = 1 and r.source_table = 'accounts' and r.source_pk = s.account_pk left join accounts a on a.id = r.target_id`,
    );
    const unpriced = await db.execute<{ reason: Unpriced; model: string; rows: number; old_credits: string }>(
      sql`select unpriced as reason, model, count(*)::int as rows, sum(old_credits) as old_credits from legacy_shadow where unpriced is not null group by 1, 2 order by 1, 2`,
    );
    const sorted = accounts.toSorted((a, b) => a.difference - b.difference);
    return {
      total: moved(all ?? { name: 'total', rows: 0, old_credits: '0', new_credits: '0' }),
      accounts,
      operations: await by(sql`s.operation`),
      models: await by(sql`s.model`),
      winners: sorted.filter((entry) => entry.difference < 0).slice(0, MOST),
      losers: sorted
        .filter((entry) => entry.difference > 0)
        .slice(-MOST)
        .reverse(),
      unpriced: unpriced.map(({ reason, model, rows, old_credits }) => ({
        reason,
        why: UNPRICED[reason],
        model,
        rows,
        oldCredits: Number(old_credits),
      })),
    };
  });
}

/** Why the limit forbids phase 4, in a sentence; null where it does not. The change counts in both directions, over all priced rows. */
export function pastLimit(total: Moved, maxChange: number | null): string | null {
  if (maxChange === null || total.rows === 0) return null;
  if (BigInt(Math.abs(total.difference)) * 100n <= BigInt(maxChange) * BigInt(total.oldCredits)) return null;
  return `The history would cost ${total.newCredits} credits instead of ${total.oldCredits} (${total.change === null ? 'from nothing' : `${total.change > 0 ? '+' : ''}${total.change}%`}); the limit is ${maxChange}%.`;
}

/** The impact as CSV: one line for each account, operation, model and unpriced kind. */
export function impactCsv(impact: Impact): string {
  const lines: (string | number | null)[][] = [
    ['section', 'name', 'rows', 'old_credits', 'new_credits', 'difference', 'change_percent', 'why'],
  ];
  const add = (section: string, entries: readonly Moved[]) => {
    for (const entry of entries)
      lines.push([
        section,
        entry.name,
        entry.rows,
        entry.oldCredits,
        entry.newCredits,
        entry.difference,
        entry.change,
        '',
      ]);
  };
  add('total', [impact.total]);
  add('account', impact.accounts);
  add('operation', impact.operations);
  add('model', impact.models);
  for (const entry of impact.unpriced)
    lines.push(['unpriced', entry.model, entry.rows, entry.oldCredits, '', '', '', entry.why]);
  return `${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

// A cell that a spreadsheet would take for a formula begins with an apostrophe; figures stay figures.
function cell(value: string | number | null): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
