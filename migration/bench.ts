import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPool, withTemporaryDatabase } from '#bench/credits/temporary.ts';
import { seed } from '#db/seed/index.ts';
import type { Context } from '#domain/context.ts';
import { applyPhase, verifyPhase } from './index.ts';

/** `npm run bench -- legacy [rows]`: phases 1, 2 and 4 over a generated dumpdata file; 200,000 usage rows by default. */
const ROWS = Number(process.argv[2] ?? 200_000);
const ACCOUNTS = 500;
const TEXT = [
  'clustering',
  'idea_generation',
  'content_generation',
  'image_prompt_extraction',
  'linking',
  'optimization',
];
const MODELS = ['gpt-4o-mini', 'gpt-4o', 'gpt-5.1', 'gpt-4.1', ''];
const IMAGES = ['dall-e-3', 'runware:97@1', 'google:4@2', 'bria:10@1'];
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

/** An old installation of any size, made the same each time. */
async function generate(path: string): Promise<void> {
  const file = createWriteStream(path);
  const begin = Date.UTC(2026, 0, 1);
  const write = async (model: string, pk: number, fields: object, last = false) => {
    if (!file.write(`${JSON.stringify({ model, pk, fields })}${last ? '\n]\n' : ',\n'}`))
      await once(file, 'drain');
  };
  file.write('[\n');
  for (let pk = 1; pk <= ACCOUNTS; pk += 1) {
    const created = new Date(begin).toISOString();
    await write('igny8_core_auth.account', pk, {
      name: `Account ${pk}`,
      slug: `a-${pk}`,
      credits: 1000 + pk,
      status: pk % 50 ? 'active' : 'suspended',
      created_at: created,
    });
    await write('igny8_core_auth.site', pk, {
      account: pk,
      name: `Site ${pk}`,
      domain: `site-${pk}.example`,
      is_active: true,
    });
    await write('billing.credittransaction', pk, {
      account: pk,
      transaction_type: 'adjustment',
      amount: 1000 + pk,
      balance_after: 1000 + pk,
      description: 'opening',
      created_at: created,
    });
  }
  for (const [at, unit] of TEXT.entries())
    await write('billing.creditcostconfig', at + 1, {
      operation_type: unit,
      unit: 'per_1000_tokens',
      credits_cost: null,
      tokens_per_credit: 1000,
      min_credits: 1,
      is_active: true,
    });
  for (let pk = 1; pk <= ROWS; pk += 1) {
    const image = pk % 7 === 0;
    const fields = {
      account: (pk % ACCOUNTS) + 1,
      site: (pk % ACCOUNTS) + 1,
      operation_type: image ? 'image_generation' : pick(TEXT, pk),
      credits_used: 1 + (pk % 20),
      cost_usd: '0.0123',
      model_used: image ? pick(IMAGES, pk) : pick(MODELS, pk),
      tokens_input: image ? null : 500 + (pk % 5000),
      tokens_output: image ? null : 100 + (pk % 9000),
      related_object_type: 'content',
      related_object_id: pk,
      metadata: image ? { num_images: 1 + (pk % 4) } : {},
      created_at: new Date(begin + pk * 60_000).toISOString(),
    };
    await write('billing.creditusagelog', pk, fields, pk === ROWS);
  }
  file.end();
  await once(file, 'close');
}

/** Applies and verifies the phases that read the history, each timed, with the most memory that the process took. */
async function measure(url: string, source: string, archiveFolder: string): Promise<void> {
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 50);
  await withPool(url, 4, async ({ db }) => {
    const now = new Date('2026-11-23T12:00:00Z');
    const keyring = { activeId: 'bench', keys: new Map([['bench', Buffer.alloc(32, 1)]]) };
    const ctx: Context = {
      db,
      actor: { kind: 'system', label: 'bench' },
      clock: { now: () => now },
      keyring,
      requestId: randomUUID(),
    };
    await seed(ctx, { demo: false, sandboxUrl: null });
    const before = process.memoryUsage().rss;
    const lines: Record<string, string | number>[] = [];
    let total = 0;
    for (const phase of [1, 2, 3, 4] as const) {
      const started = performance.now();
      await applyPhase(ctx, phase, { source, archiveFolder });
      const applied = performance.now() - started;
      await verifyPhase(ctx, phase, { source, archiveFolder });
      const verified = performance.now() - started - applied;
      total += applied;
      lines.push({
        phase,
        'apply, s': (applied / 1000).toFixed(1),
        'verify, s': (verified / 1000).toFixed(1),
        'rows/s': Math.round(ROWS / (applied / 1000)),
      });
    }
    console.table(lines);
    console.log(
      `${ROWS} usage rows: ${(total / 1000).toFixed(1)} s to apply phases 1 to 4 (target: under 60).`,
    );
    console.log(
      `Memory: ${(before / 1_048_576).toFixed(0)} MB before, ${(peak / 1_048_576).toFixed(0)} MB at most.`,
    );
  });
  clearInterval(watch);
}

const folder = await mkdtemp(join(tmpdir(), 'igny8-bench-'));
try {
  const source = join(folder, 'dumpdata.json');
  await generate(source);
  console.log(`${((await stat(source)).size / 1_048_576).toFixed(0)} MB of dumpdata generated.`);
  await withTemporaryDatabase((url) => measure(url, source, join(folder, 'archive')));
} finally {
  await rm(folder, { recursive: true, force: true });
}
