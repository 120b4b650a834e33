import { sql } from 'drizzle-orm';
import { type Context, inTransaction } from '#domain/context.ts';
import { type ImportedUsage, importUsage } from '#domain/credits/index.ts';
import { registrySnapshot } from '#domain/models/index.ts';
import { type Noted, note, type Work } from '../engine/phase.ts';
import { importedId } from '../rules/ids.ts';
import { OPERATIONS, usedBy } from '../rules/price.ts';
import type { RowOf, SourceRow } from '../sources/tables.ts';

const BATCH = 2000;
/** Marks the rows of the usage log that came from here. */
export const USAGE_SOURCE = 'legacy';

/** Writes down every transaction: it is within its account's opening entry, or listed. */
export async function noteTransactions(
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
    target: { type: 'account', id: importedId('accounts', row.account) },
  };
}

/** Streams the usage log over, some thousand rows a transaction with what became of them. Done again, it adds what is missing. */
export async function importHistory({ ctx, source, small }: Work): Promise<void> {
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
  const id = importedId('usage', row.pk);
  return {
    row: {
      id,
      at: row.created_at,
      accountId: importedId('accounts', row.account),
      siteId: ownSite === null ? null : importedId('sites', ownSite),
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
