import { and, count, desc, eq, isNull, ne } from 'drizzle-orm';
import { accounts, aiModels, credentials, providers, providerTests, users } from '#db/schema/index.ts';
import { type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, notFound } from '../errors.ts';
import { adapterFor } from './adapters/index.ts';
import { type CredentialRow, explainProblem, openRow, type ProviderRow, WIPED } from './binding.ts';
import type { ConnectionTest, Credential, OwnKey, Provider } from './schema.ts';

const RESTORABLE_HOURS = 24;
const TESTS_SHOWN = 10;

/** Until when a revoked key can be brought back; then its ciphertext is wiped. */
export function restorableUntil(
  row: Pick<CredentialRow, 'status' | 'updatedAt' | 'secret' | 'retiresAt'>,
): Date | null {
  if (row.status === 'retiring') return row.retiresAt;
  return row.status === 'revoked' && row.secret !== WIPED
    ? new Date(row.updatedAt.getTime() + RESTORABLE_HOURS * 3_600_000)
    : null;
}

/** All providers with their keys (never a value), tests and health. For administrators. */
export async function listProviders(
  ctx: Context,
  filter: { kind?: 'ai' | 'email' | 'payment' | undefined } = {},
): Promise<Provider[]> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(providers)
      .where(filter.kind ? eq(providers.kind, filter.kind) : undefined)
      .orderBy(providers.kind, providers.name);
    return Promise.all(rows.map((row) => describe(tx, row)));
  });
}

/** One provider. Throws 404. */
export async function getProvider(ctx: Context, id: string): Promise<Provider> {
  requireAdministrator(ctx);
  return inTransaction(ctx, async (tx) => describe(tx, await providerRow(tx, id)));
}

/** An account's own keys, which its runs call with instead of the platform's. For administrators. Throws 404. */
export async function listOwnKeys(ctx: Context, accountId: string): Promise<OwnKey[]> {
  requireAdministrator(ctx);
  const rows = await inTransaction(ctx, async ({ db }) => {
    const [account] = await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId));
    if (!account) throw notFound('account');
    return db
      .select({ credential: credentials, provider: providers, createdByLabel: users.email })
      .from(credentials)
      .innerJoin(providers, eq(providers.id, credentials.providerId))
      .leftJoin(users, eq(users.id, credentials.createdBy))
      .where(and(eq(credentials.accountId, accountId), ne(credentials.secret, WIPED)))
      .orderBy(providers.name, desc(credentials.createdAt));
  });
  return rows.map(({ credential, provider, createdByLabel }) => ({
    ...view(ctx, provider, credential, createdByLabel),
    providerId: provider.id,
    provider: provider.name,
  }));
}

/** The provider's own row, locked when `lock` is set. Throws 404. */
export async function providerRow(ctx: Context, id: string, lock = false): Promise<ProviderRow> {
  const query = ctx.db.select().from(providers).where(eq(providers.id, id));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound('provider');
  return row;
}

async function describe(ctx: Context, row: ProviderRow): Promise<Provider> {
  const { credentialFields, ...rest } = row;
  const stored = await ctx.db
    .select({ credential: credentials, createdByLabel: users.email })
    .from(credentials)
    .leftJoin(users, eq(users.id, credentials.createdBy))
    .where(
      and(eq(credentials.providerId, row.id), isNull(credentials.accountId), ne(credentials.secret, WIPED)),
    )
    .orderBy(credentials.name, desc(credentials.createdAt));
  const tests: ConnectionTest[] = await ctx.db
    .select()
    .from(providerTests)
    .where(eq(providerTests.providerId, row.id))
    .orderBy(desc(providerTests.at))
    .limit(TESTS_SHOWN);
  const [models] = await ctx.db
    .select({ count: count() })
    .from(aiModels)
    .where(eq(aiModels.providerId, row.id));
  const views = stored.map(({ credential, createdByLabel }) => view(ctx, row, credential, createdByLabel));
  const live = views.filter((credential) => credential.status !== 'revoked');
  return {
    ...rest,
    hasAdapter: hasAdapter(row.slug),
    credentialFields: credentialFields.map(({ name, label, example }) => ({
      name,
      label,
      example,
      isSet: live.some((credential) => credential.name === name),
    })),
    credentials: views,
    tests: tests.map(({ id, credentialId, ok, latencyMs, error, modelsSeen, at }) => ({
      id,
      credentialId,
      ok,
      latencyMs,
      error,
      modelsSeen,
      at,
    })),
    ...health(
      row,
      live,
      stored.map((entry) => entry.credential),
      tests,
    ),
    modelCount: models?.count ?? 0,
  };
}

function hasAdapter(slug: string): boolean {
  try {
    return Boolean(adapterFor(slug));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_configured') return false;
    throw error;
  }
}

function view(
  ctx: Context,
  provider: ProviderRow,
  row: CredentialRow,
  createdByLabel: string | null,
): Credential {
  const opened = row.status === 'revoked' ? null : openRow(ctx.keyring, row, provider);
  const {
    id,
    name,
    lastFour,
    fingerprint,
    status,
    isSandbox,
    retiresAt,
    lastUsedAt,
    lastFailedAt,
    lastError,
    createdAt,
    boundOrigin,
  } = row;
  return {
    ...{
      id,
      name,
      lastFour,
      fingerprint,
      status,
      isSandbox,
      retiresAt,
      lastUsedAt,
      lastFailedAt,
      lastError,
      createdAt,
      boundOrigin,
    },
    version: row.secretVersion,
    problem: opened && 'problem' in opened ? opened.problem : null,
    createdByLabel,
    restorableUntil: restorableUntil(row),
  };
}

function health(
  provider: ProviderRow,
  live: Credential[],
  rows: CredentialRow[],
  tests: ConnectionTest[],
): Pick<Provider, 'health' | 'healthDetail'> {
  if (!provider.isActive) return { health: 'off', healthDetail: 'The provider is switched off.' };
  const needed = provider.credentialFields[0]?.name;
  const keys = live.filter((credential) => credential.name === needed);
  const broken = keys.find((credential) => credential.problem);
  if (keys.length === 0) return { health: 'no_key', healthDetail: 'No key is stored.' };
  const row = rows.find((candidate) => candidate.id === broken?.id);
  if (broken?.problem && row && keys.every((credential) => credential.problem))
    return { health: 'undecryptable', healthDetail: explainProblem(broken.problem, row) };
  const current = keys.find((credential) => !credential.problem);
  const last = tests.find((test) => test.credentialId === current?.id);
  if (current?.status === 'failing') return { health: 'failing', healthDetail: current.lastError };
  if (last)
    return last.ok ? { health: 'ok', healthDetail: null } : { health: 'failing', healthDetail: last.error };
  return current?.lastUsedAt
    ? { health: 'ok', healthDetail: null }
    : { health: 'untested', healthDetail: null };
}

/** Whether any active provider is the local double: every page says Sandbox then. For whoever is signed in. */
export async function isSandboxed(ctx: Context): Promise<boolean> {
  const found = await ctx.db
    .select({ id: providers.id })
    .from(providers)
    .where(and(eq(providers.isSandbox, true), eq(providers.isActive, true)))
    .limit(1);
  return found.length > 0;
}
