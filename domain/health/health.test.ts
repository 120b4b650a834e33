import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '../../db/seed/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { checkHealth } from './index.ts';

describe('health', () => {
  const t = useDatabase();
  beforeAll(() => seed(t.ctx, { demo: false, sandboxUrl: null }));

  const stateOf = async (key: string) => (await checkHealth(t.ctx)).find((check) => check.key === key);

  it('finds the database well, and says that without keys nothing can serve', async () => {
    expect(await stateOf('database')).toMatchObject({ detail: expect.stringContaining('PostgreSQL') });
    expect(await stateOf('reservations')).toMatchObject({ state: 'ok' });
    expect(await stateOf('provider-openai')).toMatchObject({ state: 'failing', detail: 'No key is stored.' });
    expect(await stateOf('default-text')).toMatchObject({ state: 'failing' });
    expect(await stateOf('books')).toMatchObject({ state: 'warning', detail: expect.stringContaining('Not proved yet') });
  });

  it('sees a default that a successor serves once keys are there', async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:9' });
    expect(await stateOf('default-text')).toMatchObject({ state: 'ok' });
    expect(await stateOf('default-image')).toMatchObject({ state: 'warning', detail: expect.stringContaining('serves instead') });
  });

  it('is for administrators alone', async () => {
    await expect(checkHealth(t.as(person()))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
