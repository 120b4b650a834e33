import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { seed } from '#db/seed/index.ts';
import { type TestDatabase, useDatabase } from '#tests/database.ts';
import { applyPhase, type PhaseNumber, rollbackPhase, type SourceOptions, verifyPhase } from '../index.ts';
import { CONSTANTS, DUMP, loadOldDatabase, type OldDatabase } from './load.ts';

export const ALL: readonly PhaseNumber[] = [1, 2, 3, 4, 5, 6, 7];

export interface MigrationWorld extends TestDatabase {
  old: OldDatabase;
  folder: string;
  /** Both ways to read the same installation. */
  source(kind: 'database' | 'dump'): SourceOptions;
  /** Applies and verifies phases, each after the other. */
  forward(kind: 'database' | 'dump', numbers?: readonly PhaseNumber[]): Promise<void>;
  back(numbers: readonly PhaseNumber[]): Promise<void>;
  /** Everything of this database that a migration may touch, in a form that two runs can be compared by. */
  state(): Promise<Record<string, string[]>>;
}

/** A seeded installation beside the old one. */
export function useMigrationWorld(): MigrationWorld {
  const world = useDatabase({ max: 8 }) as MigrationWorld;
  beforeAll(async () => {
    await seed(world.ctx, { demo: false, sandboxUrl: null });
    world.old = await loadOldDatabase();
    world.folder = await mkdtemp('/tmp/igny8-legacy-');
    const archiveFolder = join(world.folder, 'archive');
    world.source = (kind) =>
      kind === 'dump'
        ? { source: DUMP, archiveFolder }
        : { source: world.old.url, constants: CONSTANTS, archiveFolder };
    world.forward = async (kind, numbers = ALL) => {
      for (const number of numbers) {
        await applyPhase(world.ctx, number, world.source(kind));
        const { findings } = await verifyPhase(world.ctx, number, world.source(kind));
        const failed = findings.filter((entry) => !entry.ok);
        if (failed.length > 0)
          throw new Error(
            `phase ${number}: ${failed.map((entry) => `${entry.what}: ${entry.detail}`).join('; ')}`,
          );
      }
    };
    world.back = async (numbers) => {
      for (const number of numbers) await rollbackPhase(world.ctx, number);
    };
    world.state = () => stateOf(world);
  });
  afterAll(async () => {
    await world.old.drop();
    await rm(world.folder, { recursive: true, force: true });
  });
  return world;
}

/** Tables and the columns left out of a comparison: random ids, ciphertexts, and what holds a path or a hash of them. */
const COMPARED: Record<string, string> = {
  accounts: '',
  sites: '',
  site_settings: 'text_model_id,image_model_id',
  ai_models: 'id,provider_id,successor_id',
  model_prices: 'id,model_id',
  providers: 'id',
  credentials: 'id,provider_id,secret,created_by',
  credit_accounts: '',
  credit_grants: 'id,transaction_id',
  credit_transactions: 'id,request_hash,actor_id',
  credit_entries: 'transaction_id,grant_id',
  usage_logs: 'model_id,served_model_id',
  usage_days: 'model_id',
  legacy_migrations: 'archive_path,archive_hash',
  legacy_phases: 'done,report,plan,saved',
  legacy_rows: 'target_id,detail',
  legacy_shadow: 'price_id',
  legacy_prices: 'id',
};

export async function stateOf({ owner }: Pick<TestDatabase, 'owner'>): Promise<Record<string, string[]>> {
  const state: Record<string, string[]> = {};
  for (const [table, without] of Object.entries(COMPARED)) {
    const rows = await owner.sql.unsafe(
      `select (to_jsonb(t) - string_to_array('${without}', ','))::text as row from ${table} t order by 1`,
    );
    state[table] = rows.map((row) => String(row['row']));
  }
  // The registry's own ids are random: what a site chose is compared by name.
  const chosen =
    await owner.sql`select s.site_id || ' ' || coalesce(t.model_name, '-') || ' ' || coalesce(i.model_name, '-') as row
    from site_settings s left join ai_models t on t.id = s.text_model_id left join ai_models i on i.id = s.image_model_id order by 1`;
  state['chosen models'] = chosen.map((row) => String(row['row']));
  return state;
}
