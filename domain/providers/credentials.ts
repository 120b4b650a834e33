import { and, eq, inArray, isNull, lt, max, ne } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { credentials, providers } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { actorUserId, type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError, notFound, staleVersion } from '../errors.ts';
import { forgetRegistry } from '../models/index.ts';
import { bindingOf, type CredentialRow, openRow, originOf, type ProviderRow, WIPED } from './binding.ts';
import { testConnection } from './connection.ts';
import { getProvider, providerRow, restorableUntil } from './queries.ts';
import type { Provider, SetCredential } from './schema.ts';
import { addressFor, checkedKey, fieldOf, lastFourOf } from './shape.ts';
import { fingerprint, seal } from './vault.ts';

/**
 * Stores a key. With `test` it is tried at the provider first and kept out when that fails (502 with the provider's own error).
 * The key it replaces ends at once, or after `overlapHours`. A real key takes a provider out of the sandbox, to its own address.
 * Throws 422 for a value that is no key. Nothing it writes or throws holds the value.
 */
export async function setCredential(
  ctx: Context,
  providerId: string,
  input: SetCredential,
): Promise<Provider> {
  requireAdministrator(ctx);
  const before = await inTransaction(ctx, (tx) => providerRow(tx, providerId));
  const field = fieldOf(before, input.name);
  const target = addressFor(before, input.value);
  const value = checkedKey(before, field, input.value, target.baseUrl);
  if (input.test && field === before.credentialFields[0]) {
    const outcome = await testConnection(ctx, providerId, { name: field.name, value });
    if (!outcome.ok)
      throw new DomainError(
        'provider_error',
        `${before.name} refused the key, so it was not stored: ${outcome.error?.message ?? 'no reason given'}`,
        {
          extra: { outcome },
        },
      );
  }
  await inTransaction(ctx, async (tx) => {
    const provider = await providerRow(tx, providerId, true);
    const leaves = provider.isSandbox && !target.isSandbox;
    if (leaves) await leaveSandbox(tx, provider);
    await store(tx, { ...provider, ...target }, input, value);
  });
  forgetRegistry();
  return getProvider(ctx, providerId);
}

async function leaveSandbox(ctx: Context, provider: ProviderRow): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .update(providers)
    .set({ baseUrl: provider.liveBaseUrl, isSandbox: false, updatedAt: now, version: provider.version + 1 })
    .where(eq(providers.id, provider.id));
  await ctx.db
    .update(credentials)
    .set({ status: 'revoked', retiresAt: now, secret: WIPED, updatedAt: now })
    .where(and(eq(credentials.providerId, provider.id), eq(credentials.isSandbox, true)));
  await recordAudit(ctx, {
    action: 'provider.left_sandbox',
    object: { type: 'provider', id: provider.id, label: provider.name },
    before: { baseUrl: provider.baseUrl, isSandbox: true },
    after: { baseUrl: provider.liveBaseUrl, isSandbox: false },
  });
}

async function store(
  ctx: Context,
  provider: ProviderRow,
  input: Pick<SetCredential, 'name' | 'overlapHours'>,
  value: string,
): Promise<void> {
  const now = ctx.clock.now();
  const same = and(
    eq(credentials.providerId, provider.id),
    eq(credentials.name, input.name),
    isNull(credentials.accountId),
  );
  const print = fingerprint(ctx.keyring, value);
  const current = await ctx.db
    .select()
    .from(credentials)
    .where(and(same, inArray(credentials.status, ['active', 'failing'])));
  const [highest] = await ctx.db
    .select({ version: max(credentials.secretVersion) })
    .from(credentials)
    .where(same);
  const until = input.overlapHours > 0 ? new Date(now.getTime() + input.overlapHours * 3_600_000) : null;
  for (const row of current) {
    const keeps = until !== null && row.status === 'active';
    await ctx.db
      .update(credentials)
      .set({ status: keeps ? 'retiring' : 'revoked', retiresAt: until ?? now, updatedAt: now })
      .where(eq(credentials.id, row.id));
  }
  const id = uuidv7();
  const secretVersion = (highest?.version ?? 0) + 1;
  const { sealed, keyId } = seal(
    ctx.keyring,
    bindingOf({ id, name: input.name, accountId: null, secretVersion }, provider),
    value,
  );
  await ctx.db.insert(credentials).values({
    id,
    providerId: provider.id,
    name: input.name,
    secret: sealed,
    keyId,
    secretVersion,
    boundOrigin: originOf(provider.baseUrl),
    lastFour: lastFourOf(value),
    fingerprint: print,
    isSandbox: provider.isSandbox,
    createdBy: actorUserId(ctx),
    createdAt: now,
    updatedAt: now,
  });
  await recordAudit(ctx, {
    action: current.length > 0 ? 'credential.replaced' : 'credential.set',
    object: { type: 'provider', id: provider.id, label: provider.name },
    before: current[0] ? { name: input.name, key: shown(current[0]) } : null,
    after: {
      name: input.name,
      key: shown({ lastFour: lastFourOf(value), secretVersion }),
      overlapUntil: until,
    },
  });
}

const shown = (row: Pick<CredentialRow, 'lastFour' | 'secretVersion'>) =>
  `version ${row.secretVersion}, ends in ${row.lastFour ?? '(not shown)'}`;

/** Gives a provider in the sandbox the double's own key, unless it has it already. For the seed. */
export async function storeSandboxKey(ctx: Context, provider: ProviderRow, value: string): Promise<void> {
  const stored = await ctx.db
    .select()
    .from(credentials)
    .where(
      and(
        eq(credentials.providerId, provider.id),
        eq(credentials.status, 'active'),
        eq(credentials.isSandbox, true),
      ),
    );
  if (stored.some((row) => 'secret' in openRow(ctx.keyring, row, provider))) return;
  const name = provider.credentialFields[0]?.name ?? '';
  await store(ctx, provider, { name, overlapHours: 0 }, value);
}

/** Ends a key at once, the platform's or an account's own. It can be brought back for a day; then its ciphertext is wiped. */
export async function revokeCredential(
  ctx: Context,
  providerId: string,
  credentialId: string,
  expectedVersion: number,
): Promise<void> {
  await change(ctx, providerId, credentialId, async (tx, row, provider) => {
    if (row.secretVersion !== expectedVersion) throw staleVersion('key');
    if (row.status === 'revoked') throw new DomainError('conflict', 'This key is revoked already.');
    const now = tx.clock.now();
    await tx.db
      .update(credentials)
      .set({ status: 'revoked', retiresAt: now, updatedAt: now })
      .where(eq(credentials.id, row.id));
    await recordAudit(tx, {
      action: 'credential.revoked',
      object: { type: 'provider', id: provider.id, label: provider.name },
      before: { name: row.name, key: shown(row), status: row.status },
      after: { status: 'revoked' },
    });
  });
}

/** Undoes a revocation while the ciphertext is there. Throws 409 when another key is active or the time is over. */
export async function restoreCredential(
  ctx: Context,
  providerId: string,
  credentialId: string,
): Promise<Provider> {
  await change(ctx, providerId, credentialId, async (tx, row, provider) => {
    const until = restorableUntil(row);
    const now = tx.clock.now();
    if (!until || until <= now)
      throw new DomainError('conflict', 'This key can no longer be brought back. Enter it again.');
    const others = await tx.db
      .select({ id: credentials.id })
      .from(credentials)
      .where(
        and(
          eq(credentials.providerId, row.providerId),
          eq(credentials.name, row.name),
          eq(credentials.status, 'active'),
          ownerOf(row),
        ),
      );
    if (others.length > 0) throw new DomainError('conflict', 'Another key is active. Revoke it first.');
    await tx.db
      .update(credentials)
      .set({ status: 'active', retiresAt: null, updatedAt: now })
      .where(eq(credentials.id, row.id));
    await recordAudit(tx, {
      action: 'credential.restored',
      object: { type: 'provider', id: provider.id, label: provider.name },
      before: { status: 'revoked' },
      after: { name: row.name, key: shown(row), status: 'active' },
    });
  });
  return getProvider(ctx, providerId);
}

const ownerOf = ({ accountId }: CredentialRow) =>
  accountId === null ? isNull(credentials.accountId) : eq(credentials.accountId, accountId);

async function change(
  ctx: Context,
  providerId: string,
  credentialId: string,
  work: (tx: Context, row: CredentialRow, provider: ProviderRow) => Promise<void>,
): Promise<void> {
  requireAdministrator(ctx);
  await inTransaction(ctx, async (tx) => {
    const provider = await providerRow(tx, providerId, true);
    const [row] = await tx.db
      .select()
      .from(credentials)
      .where(and(eq(credentials.id, credentialId), eq(credentials.providerId, provider.id)));
    if (!row) throw notFound('credential');
    await work(tx, row, provider);
  });
  forgetRegistry();
}

/** Ends keys whose overlap is over, and wipes the ciphertext of those revoked for a day. For the worker's minute tick. Returns how many of each. */
export async function sweepCredentials(ctx: Context): Promise<{ ended: number; wiped: number }> {
  const now = ctx.clock.now();
  const swept = await inTransaction(ctx, async ({ db }) => {
    const ended = await db
      .update(credentials)
      .set({ status: 'revoked', updatedAt: now })
      .where(and(eq(credentials.status, 'retiring'), lt(credentials.retiresAt, now)))
      .returning({ id: credentials.id });
    const dayAgo = new Date(now.getTime() - 24 * 3_600_000);
    const wiped = await db
      .update(credentials)
      .set({ secret: WIPED })
      .where(
        and(
          eq(credentials.status, 'revoked'),
          lt(credentials.updatedAt, dayAgo),
          ne(credentials.secret, WIPED),
        ),
      )
      .returning({ id: credentials.id });
    return { ended: ended.length, wiped: wiped.length };
  });
  if (swept.ended > 0) forgetRegistry();
  return swept;
}
