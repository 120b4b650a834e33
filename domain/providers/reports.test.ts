import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { credentials, providers } from '#db/schema/index.ts';
import { seed } from '#db/seed/index.ts';
import { useDatabase } from '../../tests/database.ts';
import { inTransaction } from '../context.ts';
import { reportCredential, setCredential } from './index.ts';

describe('reports on keys', () => {
  const t = useDatabase();
  const KEY = `sk-proj-${'b'.repeat(30)}wxyz`;
  const rows = () => inTransaction(t.ctx, ({ db }) => db.select().from(credentials));

  it('leaves a key revoked that is revoked while its success is being reported', async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: null });
    const [provider] = await t.ctx.db.select().from(providers).where(eq(providers.slug, 'openai'));
    await setCredential(t.ctx, provider!.id, { name: 'api_key', value: KEY, test: false, overlapHours: 0 });
    const [key] = await rows();
    await reportCredential(t.ctx, key!.id, { ok: false, error: 'refused', unauthorized: true });
    const blocked = async () =>
      (
        await t.owner
          .sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      ).length > 0;
    let report = Promise.resolve();
    await t.connection.sql.begin(async (sql) => {
      await sql`select set_config('app.accounts', '*', true)`;
      await sql`update credentials set status = 'revoked', retires_at = ${t.clock.now().toISOString()} where id = ${key!.id}`;
      report = reportCredential(t.ctx, key!.id, { ok: true });
      await expect.poll(blocked).toBe(true);
    });
    await report;
    expect((await rows()).find((row) => row.id === key!.id)?.status).toBe('revoked');
  });
});
