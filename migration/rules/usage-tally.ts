import type { RowOf, TableName } from '../sources/tables.ts';
import { type Fault, fault, type Severity } from './fault.ts';
import { OPERATIONS, oldCredits, usedBy } from './price.ts';

const CODES = {
  usage_without_model: [
    'high',
    'Usage that does not say which model was used.',
    'Imported as history; it cannot be priced anew.',
  ],
  usage_unknown_model: [
    'high',
    'Usage of models that are in no registry.',
    'Imported as history without a model; it cannot be priced anew.',
  ],
  usage_without_tokens: [
    'high',
    'Usage of text models without tokens.',
    'Imported as history; it cannot be priced anew.',
  ],
  usage_without_images: [
    'high',
    'Usage of image models without the number of images.',
    'Imported as history; it cannot be priced anew.',
  ],
  usage_off_its_rule: [
    'medium',
    'Usage that was charged otherwise than its own rule says.',
    'Imported as it was charged.',
  ],
  usage_unknown_operation: [
    'low',
    'Usage of operations that are not known here.',
    'Imported under their old names.',
  ],
  usage_negative: ['high', 'Usage with a negative charge.', 'Listed and not imported.'],
  usage_orphan: ['high', 'Usage of an account that is not there.', 'Listed and not imported.'],
  usage_of_other_site: ['medium', "Usage on a site that is not the account's.", 'Imported without the site.'],
  usage_unfit: ['high', 'Usage rows that do not fit their table.', 'Listed and not imported.'],
  transaction_orphan: [
    'high',
    'Transactions of an account that is not there.',
    'Listed; they are in no balance.',
  ],
  transaction_unfit: ['high', 'Transactions that do not fit their table.', 'Listed.'],
} as const satisfies Record<string, readonly [Severity, string, string]>;
type Code = keyof typeof CODES;

interface Known {
  accounts: ReadonlySet<string>;
  /** Account of each site. */
  sites: ReadonlyMap<string, string>;
  models: ReadonlySet<string>;
  costs: ReadonlyMap<string, RowOf<'costs'>>;
}

/** Goes over the two large tables row by row and keeps counts alone. */
export class UsageTally {
  readonly #found = new Map<Code, { count: number; pks: string[]; names: Set<string> }>();
  readonly #moved = new Map<string, { sum: number; last: string; balance: number }>();
  readonly #known: Known;
  readonly counts: Record<'usage' | 'transactions', number> = { usage: 0, transactions: 0 };
  credits = 0;

  constructor(known: Known) {
    this.#known = known;
  }

  addUsage(row: RowOf<'usage'>): void {
    this.counts.usage += 1;
    this.credits += row.credits_used;
    const used = usedBy(row);
    const model = row.model_used.trim();
    const image = OPERATIONS[row.operation_type]?.modelType === 'image';
    if (model === '') this.#note('usage_without_model', row.pk);
    else if (!this.#known.models.has(model)) this.#note('usage_unknown_model', row.pk, model);
    if (image ? used.images === null : used.tokens === null)
      this.#note(image ? 'usage_without_images' : 'usage_without_tokens', row.pk);
    const rule = oldCredits(this.#known.costs.get(row.operation_type), used);
    if (rule !== null && rule !== row.credits_used) this.#note('usage_off_its_rule', row.pk);
    if (!Object.hasOwn(OPERATIONS, row.operation_type))
      this.#note('usage_unknown_operation', row.pk, row.operation_type);
    if (row.credits_used < 0) this.#note('usage_negative', row.pk);
    if (!this.#known.accounts.has(row.account)) this.#note('usage_orphan', row.pk);
    else if (row.site !== null && this.#known.sites.get(row.site) !== row.account)
      this.#note('usage_of_other_site', row.pk);
  }

  addTransaction(row: RowOf<'transactions'>): void {
    this.counts.transactions += 1;
    if (!this.#known.accounts.has(row.account)) this.#note('transaction_orphan', row.pk);
    const moved = this.#moved.get(row.account) ?? { sum: 0, last: '', balance: 0 };
    const newest = moved.last === '' || Number(row.pk) > Number(moved.last);
    this.#moved.set(row.account, {
      sum: moved.sum + row.amount,
      last: newest ? row.pk : moved.last,
      balance: newest ? row.balance_after : moved.balance,
    });
  }

  addUnfit(table: TableName, pk: string): void {
    if (table !== 'usage' && table !== 'transactions') return;
    this.counts[table] += 1;
    this.#note(table === 'usage' ? 'usage_unfit' : 'transaction_unfit', pk);
  }

  /** Faults of the history, and balances that are not what their transactions say. */
  faults(accounts: readonly RowOf<'accounts'>[]): Fault[] {
    const found = [...this.#found].map(([code, { count, pks, names }]): Fault => {
      const [severity, what, cure] = CODES[code];
      const table = code.startsWith('usage') ? 'usage' : 'transactions';
      return {
        code,
        severity,
        table,
        count,
        pks,
        what: names.size > 0 ? `${what} ${[...names].sort().join(', ')}` : what,
        cure,
      };
    });
    const off = accounts.filter((account) => {
      const moved = this.#moved.get(account.pk);
      return moved !== undefined && (moved.sum !== account.credits || moved.balance !== account.credits);
    });
    const mismatch = {
      code: 'balance_mismatch',
      severity: 'high' as const,
      table: 'accounts' as const,
      what: 'Balances that are not the sum of their transactions.',
      cure: 'The balance that the customer saw counts.',
    };
    return [
      ...found,
      ...fault(
        mismatch,
        off.map((account) => account.pk),
      ),
    ];
  }

  #note(code: Code, pk: string, name?: string): void {
    const entry = this.#found.get(code) ?? { count: 0, pks: [], names: new Set<string>() };
    this.#found.set(code, entry);
    entry.count += 1;
    if (entry.pks.length < 10) entry.pks.push(pk);
    if (name && entry.names.size < 20) entry.names.add(name);
  }
}
