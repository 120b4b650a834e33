import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { expect } from 'vitest';
import { type Context, inTransaction } from '../../domain/context.ts';
import {
  adjust,
  balance,
  grant,
  markUnknown,
  refund,
  reserve,
  settle,
  sweep,
  verifyBooks,
  voidReservation,
} from '../../domain/credits/index.ts';
import type { TestClock } from '../database.ts';
import { type Priced, request, used } from './fixtures.ts';
import type { LedgerModel, ModelCall } from './model.ts';

export interface Real {
  ctx: Context;
  clock: TestClock;
  accountId: string;
  text: Priced;
}
type Step = fc.AsyncCommand<LedgerModel, Real>;

const HOUR = 3_600_000;
const refused = (code: string) => expect.objectContaining({ code });

/** One command: what it does to both, then the sweeper on both, then the two compared and the books proved. */
function step(
  name: string,
  run: (m: LedgerModel, r: Real) => Promise<void>,
  check: (m: LedgerModel) => boolean = () => true,
): Step {
  return {
    check,
    toString: () => name,
    run: async (m, r) => {
      await run(m, r);
      m.sweep();
      await sweep(r.ctx);
      expect(await balance(r.ctx, r.accountId)).toMatchObject({
        balance: m.balance,
        held: m.held,
        available: m.free,
      });
      const grants = await inTransaction(r.ctx, ({ db }) =>
        db.execute<{ reason: string; remaining: string }>(
          `select reason, remaining from credit_grants where account_id = '${r.accountId}' order by id`,
        ),
      );
      expect(grants.map((row) => [row.reason, Number(row.remaining)])).toEqual(
        m.grants.map((row) => [row.name, row.remaining]),
      );
      expect((await verifyBooks(r.ctx)).findings).toEqual([]);
    },
  };
}

const pick = (calls: ModelCall[], n: number) => calls[n % calls.length] as ModelCall;
const posted = (m: LedgerModel) => m.calls.filter((call) => call.state === 'posted');

async function tryReserve(m: LedgerModel, r: Real, amount: number): Promise<void> {
  const input = request(r.ctx, r.text, r.accountId, amount, { deadline: new Date(m.now + HOUR) });
  if (m.free < amount) {
    await expect(reserve(r.ctx, input)).rejects.toMatchObject({
      code: 'insufficient_credits',
      extra: { needed: amount, available: m.free },
    });
    return;
  }
  const made = await reserve(r.ctx, input);
  expect(await reserve(r.ctx, input)).toMatchObject({ reservationId: made.reservationId, repeated: true });
  m.calls.push({
    key: input.key,
    reservationId: made.reservationId,
    fence: made.fence,
    amount,
    deadline: m.now + HOUR,
    state: 'pending',
    paid: [],
  });
}

const amount = fc.integer({ min: 1, max: 40 });
const index = fc.nat(20);

export const commands = [
  fc
    .record({
      n: amount,
      priority: fc.integer({ min: -1, max: 1 }),
      hours: fc.option(fc.integer({ min: 1, max: 5 })),
    })
    .map(({ n, priority, hours }) =>
      step(`grant ${n}, priority ${priority}, ${hours ?? 'no'} hours`, async (m, r) => {
        const expiresAt = hours === null ? null : m.now + hours * HOUR;
        const input = {
          accountId: r.accountId,
          amount: n,
          reason: `g${m.grants.length}`,
          key: uuidv7(),
          priority,
          expiresAt: expiresAt === null ? null : new Date(expiresAt),
        };
        await grant(r.ctx, input);
        expect(await grant(r.ctx, input)).toMatchObject({ repeated: true });
        m.grant(input.reason, n, priority, expiresAt);
      }),
    ),
  amount.map((n) => step(`reserve ${n}`, (m, r) => tryReserve(m, r, n))),
  amount.map((n) => step(`reserve ${n}`, (m, r) => tryReserve(m, r, n))),
  fc.record({ which: index, tokens: fc.integer({ min: 0, max: 60_000 }) }).map(({ which, tokens }) =>
    step(
      `settle #${which} with ${tokens} tokens`,
      async (m, r) => {
        const call = pick(m.open(), which);
        const due = m.settle(call, tokens);
        const done = await settle(r.ctx, { ...call, ...used(tokens) });
        expect(done).toMatchObject({ ...due, shortfall: due.credits - due.charged });
        expect(await settle(r.ctx, { ...call, ...used(tokens) })).toEqual(done);
        call.usageId = done.usageId;
      },
      (m) => m.open().length > 0,
    ),
  ),
  index.map((which) =>
    step(
      `void #${which}`,
      async (m, r) => {
        const call = pick(m.open(), which);
        call.state = 'voided';
        await voidReservation(r.ctx, { ...call, reason: 'void', outcome: 'failed' });
      },
      (m) => m.open().length > 0,
    ),
  ),
  index.map((which) =>
    step(
      `lose the answer of #${which}`,
      async (m, r) => {
        const call = pick(m.open(), which);
        Object.assign(call, { state: 'unknown', deadline: m.now + 2 * HOUR });
        await markUnknown(r.ctx, { ...call, reason: 'timeout', deadline: new Date(call.deadline) });
      },
      (m) => m.open().length > 0,
    ),
  ),
  index.map((which) =>
    step(
      `settle #${which} after its end`,
      async (m, r) => {
        const call = pick(
          m.calls.filter((one) => one.state === 'voided' || one.state === 'expired'),
          which,
        );
        await expect(settle(r.ctx, { ...call, ...used(5000) })).rejects.toEqual(refused('conflict'));
      },
      (m) => m.calls.some((one) => one.state === 'voided' || one.state === 'expired'),
    ),
  ),
  fc.record({ which: index, n: amount }).map(({ which, n }) =>
    step(
      `refund ${n} of #${which}`,
      async (m, r) => {
        const call = pick(posted(m), which);
        const input = {
          accountId: r.accountId,
          usageId: call.usageId ?? '',
          amount: n,
          reason: 'refund',
          key: uuidv7(),
        };
        const attempt = refund(r.ctx, input);
        if (call.paid.length === 0)
          return expect(attempt).rejects.toEqual(
            expect.objectContaining({ code: expect.stringMatching('not_found|invalid_state') }),
          );
        if (n > m.refundable(call)) return expect(attempt).rejects.toEqual(refused('invalid_state'));
        await attempt;
        expect(await refund(r.ctx, input)).toMatchObject({ repeated: true });
        m.refund(call, n);
      },
      (m) => posted(m).length > 0,
    ),
  ),
  amount.map((n) =>
    step(`take ${n}`, async (m, r) => {
      const attempt = adjust(r.ctx, { accountId: r.accountId, amount: -n, reason: 'take', key: uuidv7() });
      if (n > m.free) return expect(attempt).rejects.toEqual(refused('invalid_state'));
      await attempt;
      m.spend(n);
    }),
  ),
  fc.integer({ min: 1, max: 150 }).map((minutes) =>
    step(`${minutes} minutes pass`, async (m, r) => {
      m.now += minutes * 60_000;
      r.clock.advance(minutes * 60_000);
    }),
  ),
  fc.record({ which: index, n: amount }).map(({ which, n }) =>
    step('crash before the commit', async (m, r) => {
      const crash = new Error('crash');
      const call = m.open().length > 0 ? pick(m.open(), which) : null;
      const attempt = inTransaction(r.ctx, async (tx) => {
        await grant(tx, { accountId: r.accountId, amount: n, reason: 'never', key: uuidv7() });
        await reserve(tx, request(tx, r.text, r.accountId, n));
        if (call) await settle(tx, { ...call, ...used(3000) });
        throw crash;
      });
      await expect(attempt).rejects.toThrow(crash);
    }),
  ),
  fc
    .record({ n: fc.integer({ min: 1, max: 15 }), times: fc.integer({ min: 2, max: 8 }) })
    .map(({ n, times }) =>
      step(`${times} calls of ${n} race`, async (m, r) => {
        const can = Math.min(times, Math.floor(Math.max(m.free, 0) / n));
        const inputs = Array.from({ length: times }, () =>
          request(r.ctx, r.text, r.accountId, n, { deadline: new Date(m.now + HOUR) }),
        );
        const results = await Promise.allSettled(inputs.map((input) => reserve(r.ctx, input)));
        const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect(won).toHaveLength(can);
        await Promise.all(won.map((one) => settle(r.ctx, { ...one, ...used(n * 1000) })));
        // Which of them took from which grant is theirs to know: none of these calls is refunded later.
        if (can > 0) m.spend(can * n);
      }),
    ),
];
