import { afterAll, beforeAll } from 'vitest';
import { accounts, siteSettings, sites } from '../../db/schema/index.ts';
import { seed } from '../../db/seed/index.ts';
import { inTransaction, type Role } from '../../domain/context.ts';
import { grant } from '../../domain/credits/index.ts';
import { createToken, createUser, principalOfUser } from '../../domain/identity/index.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { readEnv } from '../../server/env.ts';
import type { Operation } from '../../server/http/openapi.ts';
import { createLog } from '../../server/log.ts';
import { setRuntime } from '../../server/runtime.ts';
import { TEST_KEYRING, type TestDatabase, useDatabase } from '../database.ts';

export const ORIGIN = 'http://localhost:3000';
export const PASSWORD = 'Correct-Horse-1';

/** `stranger` owns another account; `reader` is the owner with a token that may read alone. */
export type Who =
  | 'administrator'
  | 'owner'
  | 'editor'
  | 'viewer'
  | 'stranger'
  | 'reader'
  | 'lesserAdministrator';

export interface Call {
  as?: Who;
  authorization?: string;
  params?: Record<string, string>;
  query?: string;
  body?: unknown;
  rawBody?: string | ReadableStream;
  headers?: Record<string, string>;
}

export interface Tenant {
  accountId: string;
  siteId: string;
}

export interface ApiWorld extends TestDatabase {
  sandbox: Sandbox;
  ours: Tenant;
  theirs: Tenant;
  userIds: Partial<Record<Who, string>>;
  tokens: Record<Who, string>;
  send(operation: Operation, call?: Call): Promise<Response>;
  /** One hash over every row of every table but counters: equal means that nothing was changed. */
  fingerprint(): Promise<string>;
}

const PEOPLE: Record<
  Who,
  { tenant: 'ours' | 'theirs' | null; role?: Role; scopes: ('read' | 'write' | 'admin')[] }
> = {
  administrator: { tenant: null, scopes: ['admin'] },
  lesserAdministrator: { tenant: null, scopes: ['write'] },
  owner: { tenant: 'ours', role: 'owner', scopes: ['write'] },
  editor: { tenant: 'ours', role: 'editor', scopes: ['write'] },
  viewer: { tenant: 'ours', role: 'viewer', scopes: ['write'] },
  reader: { tenant: 'ours', role: 'owner', scopes: ['read'] },
  stranger: { tenant: 'theirs', role: 'owner', scopes: ['write'] },
};

/** The route handlers themselves on a seeded database, with somebody of each kind who holds a token. */
export function useApi(): ApiWorld {
  const world = useDatabase({ max: 20 }) as ApiWorld;
  beforeAll(async () => {
    world.sandbox = await startSandbox({ port: 0, clock: world.clock });
    setRuntime({
      env: environment(world),
      connection: world.connection,
      clock: world.clock,
      keyring: TEST_KEYRING,
      log: createLog('silent', 'test'),
    });
    await seed(world.ctx, { demo: false, sandboxUrl: world.sandbox.url });
    world.ours = await addTenant(world, 'Ours');
    world.theirs = await addTenant(world, 'Theirs');
    world.tokens = {} as Record<Who, string>;
    world.userIds = {};
    for (const who of Object.keys(PEOPLE) as Who[]) await addPerson(world, who);
    world.send = async (operation, call = {}) =>
      operation.handler(requestOf(world, operation, call), { params: Promise.resolve(call.params ?? {}) });
    world.fingerprint = () => fingerprint(world);
  });
  afterAll(() => world.sandbox.stop());
  return world;
}

const environment = (world: ApiWorld) =>
  readEnv({
    IGNY8_ENV: 'test',
    DATABASE_URL: world.url,
    ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    SESSION_SECRET: 'a session secret that is for tests alone',
    SANDBOX_URL: world.sandbox.url,
    MEDIA_DIR: '/tmp/igny8-no-media',
    LOG_LEVEL: 'silent',
  });

async function addTenant({ ctx }: ApiWorld, name: string): Promise<Tenant> {
  const now = ctx.clock.now();
  const tenant = await inTransaction(ctx, async ({ db }) => {
    const [account] = await db.insert(accounts).values({ name, createdAt: now, updatedAt: now }).returning();
    const accountId = account?.id ?? '';
    const [site] = await db
      .insert(sites)
      .values({
        accountId,
        name: `${name} site`,
        domain: `${name.toLowerCase()}.example`,
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    await db.insert(siteSettings).values({ siteId: site?.id ?? '', accountId, updatedAt: now });
    return { accountId, siteId: site?.id ?? '' };
  });
  await grant(ctx, { accountId: tenant.accountId, amount: 10_000, reason: 'Test', key: `test:${name}` });
  return tenant;
}

async function addPerson(world: ApiWorld, who: Who): Promise<void> {
  const { tenant, role, scopes } = PEOPLE[who];
  const memberships = tenant && role ? [{ accountId: world[tenant].accountId, role }] : [];
  const user = await createUser(world.ctx, {
    name: who,
    email: `${who}@example.com`,
    password: PASSWORD,
    isAdministrator: tenant === null,
    memberships,
  });
  const actor = await principalOfUser(world.ctx, user.id);
  if (!actor) throw new Error(`${who} is nobody`);
  world.userIds[who] = user.id;
  world.tokens[who] = (await createToken(world.as(actor), { name: who, scopes, expiresAt: null })).token;
}

function requestOf(world: ApiWorld, { method, path }: Operation, call: Call): Request {
  const headers = new Headers(call.headers);
  if (call.as) headers.set('authorization', `Bearer ${world.tokens[call.as]}`);
  if (call.authorization) headers.set('authorization', call.authorization);
  const body = call.rawBody ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(call.params?.[name] ?? name),
  );
  const init = { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' }) };
  return new Request(`${ORIGIN}/api/v1${address}${call.query ? `?${call.query}` : ''}`, init);
}

/** Tables whose rows come and go with any request: they are counters and caches, not state. */
const COUNTERS = ['rate_limits', 'idempotency_keys'];

async function fingerprint({ owner }: ApiWorld): Promise<string> {
  const tables = await owner.sql<{ name: string }[]>`
    select format('%I', relname) as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> all (${COUNTERS}) order by relname`;
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as t, md5(string_agg((to_jsonb(r) - 'last_used_at')::text, ',' order by (to_jsonb(r) - 'last_used_at')::text)) as h from ${name} r`,
  );
  const rows = await owner.sql.unsafe(
    `select string_agg(t || ':' || coalesce(h, ''), E'\\n' order by t) as state from (${parts.join(' union all ')}) x`,
  );
  return String(rows[0]?.['state']);
}
