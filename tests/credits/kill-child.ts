import { randomInt, randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import postgres from 'postgres';
import type { ChildJob } from './child.ts';

/**
 * The process that the kill loop kills: it charges by the ledger's functions themselves, so that it starts in a tenth of the
 * time that the whole program takes, and hundreds of kills fit into a test run. One line for each answer, written after it came.
 */
const job = JSON.parse(process.env['CREDITS_JOB'] ?? '{}') as ChildJob;
const sql = postgres(job.url, {
  max: job.width,
  onnotice: () => {},
  connection: { application_name: 'credits-kill', role: 'igny8_app' } as never,
});
const say = (key: string, result: string): void => void writeSync(1, `${key} ${result}\n`);
const { modelId, priceId } = job.text;

async function charge(key: string): Promise<void> {
  const accountId = job.accounts[Number(key.split(':')[1]) % job.accounts.length] as string;
  const [held] =
    await sql`select * from credits_reserve(${accountId}, ${randomUUID()}, ${key}, 'hash', 1, ${job.now}, ${job.deadline}, ${priceId}, ${modelId}, ${modelId},
    null, null, null, 'generate_content', 'automation', 1)`;
  const { reservation_id: id, fence } = held as { reservation_id: string; fence: number };
  const turn = randomInt(10);
  if (turn === 0)
    await sql`select * from credits_void(${id}, ${fence}, ${randomUUID()}, 'void', ${job.now}, 'child', 'failed', null, null, null)`;
  else if (turn === 1) await sql`select credits_mark_unknown(${id}, ${fence}, 'child', ${job.deadline})`;
  else {
    const [done] =
      await sql`select * from credits_settle(${id}, ${fence}, ${randomUUID()}, ${randomUUID()}, 'settle', ${job.now}, 1000, null, 0, null, null, 0.001, null, 5, 'succeeded', 'system', null, 'child')`;
    if (done?.['charged'] === '1') return say(key, `paid ${done['usage_id']}`);
  }
  say(key, 'ended');
}

const queue = [...job.keys];
await Promise.all(
  Array.from({ length: job.width }, async () => {
    for (let key = queue.shift(); key !== undefined; key = queue.shift()) await charge(key);
  }),
);
await sql.end();
