import { fork } from 'node:child_process';
import { on } from 'node:events';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { aiModels } from '../db/schema/index.ts';
import { seed } from '../db/seed/index.ts';
import { updateModel } from '../domain/models/index.ts';
import { TEST_KEYRING, useDatabase } from './database.ts';

const WITHIN_MS = 1000;

describe('the registry in several processes', () => {
  const t = useDatabase({ now: '2026-11-01T12:00:00Z' });

  it('shows an edit made in one process to every other within a second, though each answers from memory', {
    timeout: 120_000,
  }, async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:4010' });
    const env = {
      ...process.env,
      DATABASE_URL: t.url,
      ENCRYPTION_KEY: `test:${TEST_KEYRING.keys.get('test')?.toString('base64')}`,
      SESSION_SECRET: 'x'.repeat(32),
      LOG_LEVEL: 'silent',
    };
    const readers = [1, 2].map(() => fork('tests/registry-reader.ts', { env }));
    const heard = readers.map((reader) => on(reader, 'message'));
    const seen = async () =>
      Promise.all(
        heard.map(async (messages) => ((await messages.next()).value as [{ name: string }])[0].name),
      );
    try {
      expect(await seen()).toEqual(['GPT-5.1', 'GPT-5.1']);
      const took: number[] = [];
      for (let n = 0; n < 20; n++) {
        const [model] = await t.ctx.db.select().from(aiModels).where(eq(aiModels.modelName, 'gpt-5.1'));
        await updateModel(t.ctx, model?.id ?? '', model?.version ?? 0, { displayName: `Edit ${n}` });
        const committed = performance.now();
        expect(await seen()).toEqual([`Edit ${n}`, `Edit ${n}`]);
        took.push(performance.now() - committed);
      }
      expect(Math.max(...took)).toBeLessThan(WITHIN_MS);
    } finally {
      for (const reader of readers) reader.disconnect();
    }
  });
});
