import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '#db/schema/index.ts';
import { seed } from '#db/seed/index.ts';
import { useDatabase } from '../../tests/database.ts';
import { openCredential, updateProvider } from './index.ts';

const SANDBOX = 'http://127.0.0.1:9';

describe('the address of a provider', () => {
  const t = useDatabase();
  beforeAll(async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: SANDBOX });
    process.env['SANDBOX_URL'] = SANDBOX;
  });
  afterAll(() => void delete process.env['SANDBOX_URL']);

  it('goes back to the sandbox beside it when a change of address is undone, and nowhere else that is private', async () => {
    const [before] = await t.ctx.db.select().from(providers).where(eq(providers.slug, 'openai'));
    const { id, version, baseUrl } = before!;
    const moved = await updateProvider(t.ctx, id, version, { baseUrl: 'https://gateway.example.com/v1' });
    expect(moved).toMatchObject({ isSandbox: false, health: 'undecryptable' });
    await expect(
      updateProvider(t.ctx, id, moved.version, { baseUrl: 'http://127.0.0.1:10/v1' }),
    ).rejects.toMatchObject({ code: 'invalid_field' });
    expect(await updateProvider(t.ctx, id, moved.version, { baseUrl })).toMatchObject({
      isSandbox: true,
      baseUrl,
    });
    await openCredential(t.ctx, { providerId: id });
  });
});
