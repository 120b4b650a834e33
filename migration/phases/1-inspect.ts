import { registrySnapshot } from '#domain/models/index.ts';
import type { Effect, Report, Work } from '../engine/phase.ts';
import { bySeverity } from '../rules/fault.ts';
import { findFaults } from '../rules/faults.ts';
import { UsageTally } from '../rules/usage-tally.ts';
import { additionsOf } from './1-models.ts';

/** Reads all of the source and says what is in it, what is wrong with it, and what phase 1 would add. */
export async function inspect({ ctx, source, small }: Work): Promise<Report> {
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
