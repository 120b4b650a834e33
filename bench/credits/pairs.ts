import { uuidv7 } from 'uuidv7';
import type { Connection } from '../../db/client.ts';
import type { Context } from '../../domain/context.ts';
import { reserve, settle } from '../../domain/credits/index.ts';
import { openAccount, type Priced, request } from '../../tests/credits/fixtures.ts';
import { bare } from './bare.ts';

export interface Rate {
  work: string;
  accounts: number;
  pairsPerSecond: number;
  p50ms: number;
  p99ms: number;
}

const CONNECTIONS = 8;

/** Reserve plus settle pairs per second through the domain, beside the bare statements, in alternating rounds on the same database. */
export async function comparePairs(
  ctx: Context,
  owner: Connection,
  model: Priced,
  seconds: number,
): Promise<Rate[]> {
  const rates: Rate[] = [];
  for (const accounts of [1, 100]) {
    const ids = await Promise.all(Array.from({ length: accounts }, () => openAccount(ctx, 1_000_000_000)));
    const plain = bare(owner.sql, model, ctx.clock.now());
    const through = async (accountId: string) => {
      const held = await reserve(ctx, request(ctx, model, accountId, 5));
      await settle(ctx, {
        ...held,
        inputTokens: 3000,
        outputTokens: 500,
        providerCostUsd: '0.01',
        providerRequestId: null,
        durationMs: 5,
        outcome: 'succeeded',
      });
    };
    const direct = async (accountId: string) => {
      const id = uuidv7();
      await plain.reserve(id, accountId);
      await plain.settle(id, uuidv7(), uuidv7());
    };
    const times = { ledger: [] as number[], bare: [] as number[] };
    const spent = { ledger: 0, bare: 0 };
    for (let round = 0; round < 4; round++) {
      const length = round === 0 ? 1 : seconds / 3; // the first round warms up
      for (const [name, pair] of [
        ['bare', direct],
        ['ledger', through],
      ] as const) {
        const took: number[] = [];
        const elapsed = await hammer(ids, pair, length, took);
        if (round === 0) continue;
        times[name].push(...took);
        spent[name] += elapsed;
      }
    }
    rates.push(
      rate('bare statements', accounts, times.bare, spent.bare),
      rate('ledger', accounts, times.ledger, spent.ledger),
    );
  }
  return rates;
}

async function hammer(
  ids: string[],
  pair: (accountId: string) => Promise<void>,
  seconds: number,
  took: number[],
): Promise<number> {
  const start = performance.now();
  const end = start + seconds * 1000;
  let turn = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < end) {
        const before = performance.now();
        await pair(ids[turn++ % ids.length] as string);
        took.push(performance.now() - before);
      }
    }),
  );
  return (performance.now() - start) / 1000;
}

function rate(work: string, accounts: number, took: number[], seconds: number): Rate {
  const sorted = took.sort((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  return {
    work,
    accounts,
    pairsPerSecond: Math.round(sorted.length / seconds),
    p50ms: at(0.5),
    p99ms: at(0.99),
  };
}
