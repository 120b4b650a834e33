import { sql } from 'drizzle-orm';
import { type Context, inTransaction } from '#domain/context.ts';
import { checkKeyring } from '#domain/providers/index.ts';
import { seedDemo } from './demo.ts';
import { seedRegistry } from './registry.ts';
import { seedSandbox } from './sandbox.ts';

const LOCK = 7_164_985; // two starting replicas seed one after the other

/**
 * Fills a migrated database: registry always, demonstration account and sandbox as told. Idempotent; one transaction. Throws when the
 * encryption keys are not the ones that the stored secrets were sealed with.
 */
export async function seed(
  ctx: Context,
  options: { demo: boolean; sandboxUrl: string | null },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    await checkKeyring(tx);
    await seedRegistry(tx);
    await seedSandbox(tx, options.sandboxUrl);
    if (options.demo) await seedDemo(tx);
  });
}
