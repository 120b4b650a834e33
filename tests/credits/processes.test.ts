import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { balance, reserve, settle, sweep, verifyBooks } from '../../domain/credits/index.ts';
import { useDatabase } from '../database.ts';
import { proofSize } from '../proof-size.ts';
import type { ChildJob } from './child.ts';
import { type Fixtures, openAccount, request, seedModels, used } from './fixtures.ts';

const PROCESSES = proofSize(4, 8);
const PAIRS = proofSize(800, 10_000);
const KILLS = proofSize(9, 200);

interface Line {
  key: string;
  result: string;
  id: string | undefined;
}

function start(
  file: string,
  job: ChildJob,
  heard: (line: Line, child: ChildProcess) => void,
): { child: ChildProcess; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [`tests/credits/${file}.ts`], {
    env: { ...process.env, CREDITS_JOB: JSON.stringify(job) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const [key = '', result = '', id] = text.split(' ');
    heard({ key, result, id }, child);
  });
  return { child, ended: once(child, 'close') };
}

describe('the ledger under many processes', () => {
  const t = useDatabase();
  let m: Fixtures;
  beforeAll(async () => {
    m = await seedModels(t.ctx);
  });
  const job = (keys: string[], accounts: string[], width: number): ChildJob => {
    const now = t.clock.now();
    return {
      url: t.url,
      accounts,
      text: m.text,
      keys,
      width,
      now: now.toISOString(),
      deadline: new Date(now.getTime() + 60_000).toISOString(),
    };
  };

  it(`pays exactly half of ${PAIRS} concurrent calls from ${PROCESSES} processes on an account that can pay for half`, async () => {
    const accountId = await openAccount(t.ctx, PAIRS / 2);
    const results = new Map<string, number>();
    const count = ({ result }: Line) => results.set(result, (results.get(result) ?? 0) + 1);
    await Promise.all(
      Array.from({ length: PROCESSES }, async (_, p) => {
        const keys = Array.from({ length: PAIRS / PROCESSES }, (_, i) => `${p}:${i}`);
        expect(await start('child', job(keys, [accountId], 4), count).ended).toEqual([0, null]);
      }),
    );
    expect(Object.fromEntries(results)).toEqual({ paid: PAIRS / 2, insufficient_credits: PAIRS / 2 });
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 0, held: 0 });
    expect((await verifyBooks(t.ctx)).findings).toEqual([]);
    const [deadlocks] = await t.owner
      .sql`select deadlocks::int from pg_stat_database where datname = current_database()`;
    expect(deadlocks).toEqual({ deadlocks: 0 });
  }, 300_000);

  it('charges each of 200 keys once when 20 copies of each race, and refuses those with another body', async () => {
    const accountId = await openAccount(t.ctx, 1000);
    const inputs = Array.from({ length: 200 }, () => request(t.ctx, m.text, accountId, 2));
    const copies = await Promise.all(
      inputs.flatMap((input) => Array.from({ length: 20 }, () => reserve(t.ctx, input))),
    );
    expect(new Set(copies.map((copy) => copy.reservationId)).size).toBe(200);
    await Promise.all(copies.map((copy) => settle(t.ctx, { ...copy, ...used(2000) })));
    const changed = await Promise.allSettled(inputs.map((input) => reserve(t.ctx, { ...input, amount: 1 })));
    expect(
      changed.every(
        (one) =>
          one.status === 'rejected' && (one.reason as { code: string }).code === 'idempotency_key_reused',
      ),
    ).toBe(true);
    expect(await balance(t.ctx, accountId)).toMatchObject({ balance: 600, held: 0 });
  }, 60_000);

  it(`keeps the books true over ${KILLS} kills while charging`, async () => {
    const accounts = await Promise.all(Array.from({ length: 3 }, () => openAccount(t.ctx, 1_000_000)));
    const acknowledged = new Map<string, string>();
    let kills = 0;
    let turn = 0;
    const worker = async () => {
      let keys: string[] = [];
      while (kills < KILLS) {
        // What was left undone by a killed process is done again under the same keys by the next.
        keys = [...keys, ...Array.from({ length: 60 }, () => `kill:${turn++}`)].slice(-120);
        const done = new Set<string>();
        const last = randomInt(1, 40);
        const { child, ended } = start('kill-child', job(keys, accounts, 3), ({ key, result, id }) => {
          done.add(key);
          if (result === 'paid' && id) acknowledged.set(key, id);
          if (done.size === last) child.kill('SIGKILL');
        });
        const [, signal] = (await ended) as [number | null, string | null];
        if (signal === 'SIGKILL') kills++;
        keys = keys.filter((key) => !done.has(key));
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    t.clock.advance(120_000);
    await sweep(t.ctx);
    expect((await verifyBooks(t.ctx)).findings).toEqual([]);
    const open = await t.owner
      .sql`select id from credit_reservations where state in ('pending', 'unknown') and deadline <= ${t.clock.now().toISOString()}`;
    expect(open).toHaveLength(0);
    // Nothing that a process was told had been paid is lost, and no key was paid twice.
    const paid = await t.owner
      .sql`select r.key, t.usage_id from credit_transactions t join credit_reservations r on r.id = t.reservation_id where r.key like 'kill:%'`;
    const byKey = new Map(paid.map((row) => [row['key'] as string, row['usage_id'] as string]));
    expect(byKey.size).toBe(paid.length);
    for (const [key, usageId] of acknowledged) expect(byKey.get(key)).toBe(usageId);
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    expect(acknowledged.size).toBeGreaterThan(KILLS);
    for (const accountId of accounts) expect(await balance(t.ctx, accountId)).toMatchObject({ held: 0 });
  }, 600_000);
});
