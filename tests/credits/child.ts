import { writeSync } from 'node:fs';
import { connect } from '../../db/client.ts';
import type { Context } from '../../domain/context.ts';
import { reserve, settle } from '../../domain/credits/calls.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Priced, request, used } from './fixtures.ts';

/**
 * A process that charges, for the test that needs several of them. Reads its job from the environment and writes
 * one line for each answer that it got: `key result`. A line is written only after the database has answered.
 */
export interface ChildJob {
  url: string;
  accounts: string[];
  text: Priced;
  keys: string[];
  width: number;
  now: string;
  deadline: string;
}

const job = JSON.parse(process.env['CREDITS_JOB'] ?? '{}') as ChildJob;
const { db, close } = connect(job.url, { max: job.width, name: 'credits-child' });
const ctx: Context = {
  db,
  actor: { kind: 'system', label: 'child' },
  clock: { now: () => new Date(job.now) },
  keyring: { activeId: 'none', keys: new Map() },
  requestId: 'child',
};
const say = (key: string, result: string): void => void writeSync(1, `${key} ${result}\n`);

async function charge(key: string): Promise<void> {
  const accountId = job.accounts[Number(key.split(':')[1]) % job.accounts.length] as string;
  try {
    const held = await reserve(ctx, {
      ...request(ctx, job.text, accountId, 1),
      key,
      deadline: new Date(job.deadline),
    });
    await settle(ctx, { ...held, ...used(1000) });
    say(key, 'paid');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    say(key, error.code);
  }
}

const queue = [...job.keys];
await Promise.all(
  Array.from({ length: job.width }, async () => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) await charge(key);
  }),
);
await close();
