import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/client.ts';
import { freePort } from '../../db/embedded.ts';
import { seed } from '../../db/seed/index.ts';
import type { Context } from '../../domain/context.ts';
import { CreateToken, createToken, principalOfUser, userByEmail } from '../../domain/identity/index.ts';
import { createSite, listSites } from '../../domain/sites/index.ts';
import { buildWhenStale } from '../../scripts/build.ts';
import { startChild, stopChild, waitUntilReady } from '../../scripts/processes.ts';
import { systemClock } from '../../server/clock.ts';

export interface Served {
  origin: string;
  /** An API token of the demonstration owner. */
  token: string;
  sites: string[];
}

/** The production build on one web process and a free port, against a seeded database. Nobody listens at the sandbox: nothing is called. */
export async function withServer(
  url: string,
  sites: number,
  work: (served: Served) => Promise<void>,
): Promise<void> {
  await buildWhenStale();
  const keyring = { activeId: 'bench', keys: new Map([['bench', Buffer.alloc(32, 1)]]) };
  const { db, close } = connect(url, { max: 4, name: 'bench' });
  const folder = await mkdtemp(join(tmpdir(), 'igny8-bench-web-'));
  try {
    const ctx: Context = {
      db,
      actor: { kind: 'system', label: 'bench' },
      clock: systemClock,
      keyring,
      requestId: 'bench',
    };
    await seed(ctx, { demo: true, sandboxUrl: 'http://127.0.0.1:9' });
    const actor = await principalOfUser(ctx, (await userByEmail(ctx, 'owner@igny8.example')).id);
    if (!actor) throw new Error('The demonstration owner is missing.');
    const owner = { ...ctx, actor };
    const { token } = await createToken(
      owner,
      CreateToken.parse({ name: 'bench', scopes: ['read', 'write'], expiresAt: null }),
    );
    for (let n = (await listSites(owner, { limit: 200 })).data.length; n < sites; n++)
      await createSite(owner, { name: `Bench ${n}`, domain: `bench-${n}.example`, timeZone: 'UTC' });
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const web = startChild(
      'web',
      [join('node_modules', 'next', 'dist', 'bin', 'next'), 'start', '-p', String(port)],
      {
        ...process.env,
        NODE_ENV: 'production',
        IGNY8_ENV: 'test',
        DATABASE_URL: url,
        ENCRYPTION_KEY: `bench:${Buffer.alloc(32, 1).toString('base64')}`,
        SESSION_SECRET: 'bench-bench-bench-bench-bench-bench',
        PUBLIC_URL: origin,
        MEDIA_DIR: folder,
        LOG_LEVEL: 'warn',
        NEXT_TELEMETRY_DISABLED: '1',
      },
    );
    try {
      await waitUntilReady(`${origin}/api/health/ready`, web.ended);
      await work({
        origin,
        token,
        sites: (await listSites(owner, { limit: 200 })).data.map((site) => site.id),
      });
    } finally {
      await stopChild(web);
    }
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}
