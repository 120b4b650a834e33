import { writeSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { connect } from '../../db/client.ts';
import type { Context } from '../../domain/context.ts';
import { markUnknown, reserve, settle, voidReservation } from '../../domain/credits/calls.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Priced, request, used } from './fixtures.ts';

/**
 * A process that charges, for the tests that need several of them or kill them. Reads its job from the environment and writes
 * one line for each answer that it got: `key result`. A line is written only after the database has answered.
 */
export interface ChildJob { url: string; accounts: string[]; text: Priced; keys: string[]; width: number; now: string; deadline: string; mode: 'pairs' | 'mixed' }

const job = JSON.parse(process.env['CREDITS_JOB'] ?? '{}') as ChildJob;
const { db, close } = connect(job.url, { max: job.width, name: 'credits-child' });
const ctx: Context = { db, actor: { kind: 'system', label: 'child' }, clock: { now: () => new Date(job.now) }, keyring: { activeId: 'none', keys: new Map() }, requestId: 'child' };
const say = (key: string, result: string) => writeSync(1, `${key} ${result}\n`);

async function charge(key: string): Promise<void> {
  const accountId = job.accounts[Number(key.split(':')[1]) % job.accounts.length] as string;
  try {
    const held = await reserve(ctx, { ...request(ctx, job.text, accountId, 1), key, deadline: new Date(job.deadline) });
    if (held.state === 'expired' || held.state === 'voided') return say(key, 'released');
    const turn = job.mode === 'pairs' ? 9 : randomInt(10);
    if (turn === 0) await voidReservation(ctx, { ...held, reason: 'child', outcome: 'failed' });
    else if (turn === 1) await markUnknown(ctx, { ...held, reason: 'child', deadline: new Date(job.deadline) });
    else {
      const { usageId } = await settle(ctx, { ...held, ...used(1000) });
      return say(key, `paid ${usageId}`);
    }
    say(key, 'ended');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    say(key, error.code);
  }
}

const queue = [...job.keys];
say('ready', 'now');
await Promise.all(
  Array.from({ length: job.width }, async () => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) await charge(key);
  }),
);
await close();
