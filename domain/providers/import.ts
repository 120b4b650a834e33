import { and, eq, inArray, isNull, max } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { credentials, providers } from '#db/schema/index.ts';
import { actorUserId, type Context, requireAdministrator } from '../context.ts';
import { DomainError } from '../errors.ts';
import { bindingOf, originOf, WIPED } from './binding.ts';
import { providerRow } from './queries.ts';
import { lastFourOf } from './shape.ts';
import { fingerprint, seal } from './vault.ts';

// A door that the migration alone uses; it goes with it (migration/README.md).

/** How long a key that an import replaces stays, so that the import can be taken back. */
const KEPT_DAYS = 30;

/** What an import changed: enough to take it back, and no secret. */
export interface ImportedCredential {
  credentialId: string;
  /** False: the very key was there already, and nothing changed. */
  stored: boolean;
  replaced: { id: string; status: 'active' | 'failing' }[];
  /** Where the provider pointed before, if the key took it out of the sandbox. */
  provider: { id: string; baseUrl: string } | null;
}

/**
 * Stores a key from another installation, for the platform or one account, in the caller's transaction, which also writes the audit
 * event. The key it replaces ends after thirty days, or comes back with `undoImport`. A real key takes a provider out of the sandbox.
 */
export async function importCredential(
  ctx: Context,
  input: { providerId: string; accountId: string | null; name: string; value: string },
): Promise<ImportedCredential> {
  requireAdministrator(ctx);
  const now = ctx.clock.now();
  const before = await providerRow(ctx, input.providerId, true);
  const provider = { ...before, baseUrl: before.isSandbox ? before.liveBaseUrl : before.baseUrl };
  const same = and(
    eq(credentials.providerId, provider.id),
    eq(credentials.name, input.name),
    input.accountId ? eq(credentials.accountId, input.accountId) : isNull(credentials.accountId),
  );
  const current = await ctx.db
    .select()
    .from(credentials)
    .where(and(same, inArray(credentials.status, ['active', 'failing'])));
  const print = fingerprint(ctx.keyring, input.value);
  const known = current.find(
    (row) => row.fingerprint === print && row.boundOrigin === originOf(provider.baseUrl),
  );
  if (known) return { credentialId: known.id, stored: false, replaced: [], provider: null };
  if (before.isSandbox)
    await ctx.db
      .update(providers)
      .set({ baseUrl: provider.baseUrl, isSandbox: false, updatedAt: now, version: before.version + 1 })
      .where(eq(providers.id, provider.id));
  const until = new Date(now.getTime() + KEPT_DAYS * 86_400_000);
  for (const row of current)
    await ctx.db
      .update(credentials)
      .set({ status: 'retiring', retiresAt: until, updatedAt: now })
      .where(eq(credentials.id, row.id));
  const [highest] = await ctx.db
    .select({ version: max(credentials.secretVersion) })
    .from(credentials)
    .where(same);
  const id = uuidv7();
  const secretVersion = (highest?.version ?? 0) + 1;
  const { sealed, keyId } = seal(
    ctx.keyring,
    bindingOf({ id, name: input.name, accountId: input.accountId, secretVersion }, provider),
    input.value,
  );
  await ctx.db.insert(credentials).values({
    id,
    providerId: provider.id,
    accountId: input.accountId,
    name: input.name,
    secret: sealed,
    keyId,
    secretVersion,
    boundOrigin: originOf(provider.baseUrl),
    lastFour: lastFourOf(input.value),
    fingerprint: print,
    createdBy: actorUserId(ctx),
    createdAt: now,
    updatedAt: now,
  });
  const replaced = current.map((row) => ({
    id: row.id,
    status: row.status === 'failing' ? ('failing' as const) : ('active' as const),
  }));
  return {
    credentialId: id,
    stored: true,
    replaced,
    provider: before.isSandbox ? { id: before.id, baseUrl: before.baseUrl } : null,
  };
}

/** Takes an import back, in the caller's transaction: its key is removed, the earlier one serves again. Throws 409 where that one is gone. */
export async function undoImport(ctx: Context, imported: ImportedCredential): Promise<void> {
  requireAdministrator(ctx);
  if (!imported.stored) return;
  const now = ctx.clock.now();
  await ctx.db.delete(credentials).where(eq(credentials.id, imported.credentialId));
  for (const { id, status } of imported.replaced) {
    const [row] = await ctx.db.select().from(credentials).where(eq(credentials.id, id)).for('update');
    if (!row || row.secret === WIPED)
      throw new DomainError(
        'conflict',
        'The key that stood here before was wiped in the meantime. Enter it on the provider page, then roll back.',
      );
    await ctx.db
      .update(credentials)
      .set({ status, retiresAt: null, updatedAt: now })
      .where(eq(credentials.id, id));
  }
  if (imported.provider) {
    const row = await providerRow(ctx, imported.provider.id, true);
    await ctx.db
      .update(providers)
      .set({ baseUrl: imported.provider.baseUrl, isSandbox: true, updatedAt: now, version: row.version + 1 })
      .where(eq(providers.id, row.id));
  }
}
