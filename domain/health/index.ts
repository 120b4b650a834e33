import { type Context, requireAdministrator } from '../context.ts';
import { defaults, proof, providers, reservations, succession } from './business.ts';
import type { HealthCheck } from './check.ts';
import { database, keyring, listener, migrations, type ProcessFacts, queue, working } from './platform.ts';

export { HealthCheck } from './check.ts';
export type { ProcessFacts } from './platform.ts';
export { workerGone, workerSeen } from './workers.ts';

/** What the platform needs to do its work, each part checked now: its state, what it means and what to do. Administrators and the system. */
export async function checkHealth(ctx: Context, facts: ProcessFacts): Promise<HealthCheck[]> {
  requireAdministrator(ctx);
  const parts = await Promise.all([
    database(ctx),
    migrations(facts),
    listener(facts),
    keyring(ctx),
    working(ctx),
    queue(ctx),
    reservations(ctx),
    proof(ctx),
    succession(ctx),
    defaults(ctx),
    providers(ctx),
  ]);
  return parts.flat();
}
