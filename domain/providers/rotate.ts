import { and, eq, ne, notInArray } from 'drizzle-orm';
import { credentials, keyChecks, providers } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asSystem, type Context, inTransaction, requireAdministrator } from '../context.ts';
import { DomainError } from '../errors.ts';
import { bindingOf, originOf, WIPED } from './binding.ts';
import { type Binding, fingerprint, open, rewrap, seal, VaultError } from './vault.ts';

const CHECK_TEXT = 'key check';
const checkBinding = (keyId: string): Binding => ({
  purpose: 'key check',
  table: 'key_checks',
  column: 'sealed',
  ownerId: null,
  rowId: keyId,
  provider: '',
  origin: '',
  secretVersion: 1,
});

/**
 * Proves at start that the encryption keys in the environment are the ones that sealed what is stored, and leaves a proof for a new
 * key. Throws `unavailable` with the reason when a key is wrong or missing: a process that cannot read its secrets must not serve.
 */
export async function checkKeyring(ctx: Context): Promise<void> {
  await inTransaction(asSystem(ctx, 'key check'), async ({ db }) => {
    for (const check of await db.select().from(keyChecks)) {
      if (!ctx.keyring.keys.has(check.keyId)) continue;
      try {
        open(ctx.keyring, checkBinding(check.keyId), check.sealed, check.keyId);
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        throw new DomainError(
          'unavailable',
          `ENCRYPTION_KEY: the key "${check.keyId}" is not the one that sealed the stored secrets.`,
          { cause: error },
        );
      }
    }
    const known = [...ctx.keyring.keys.keys()];
    const orphans = await db
      .selectDistinct({ keyId: credentials.keyId })
      .from(credentials)
      .where(
        and(
          notInArray(credentials.keyId, known),
          ne(credentials.status, 'revoked'),
          ne(credentials.secret, WIPED),
        ),
      );
    if (orphans.length > 0)
      throw new DomainError(
        'unavailable',
        `ENCRYPTION_KEY lacks ${orphans.map((row) => `"${row.keyId}"`).join(', ')}, with which stored secrets are sealed.`,
      );
    const { sealed, keyId } = seal(ctx.keyring, checkBinding(ctx.keyring.activeId), CHECK_TEXT);
    await db.insert(keyChecks).values({ keyId, sealed, createdAt: ctx.clock.now() }).onConflictDoNothing();
  });
}

export interface Rotation {
  /** Secrets that now stand under the active key. */
  moved: number;
  /** Secrets that do not open, by row: left as they are. */
  failed: string[];
  /** Encryption keys that nothing refers to any more: they may leave ENCRYPTION_KEY. */
  removable: string[];
}

/** Secrets that are not credentials but sealed under the same ring: their owner moves them, and says which keys it still needs. */
export interface SealedElsewhere {
  /** Seals them under the active key; what does not open is named and left. */
  move(ctx: Context): Promise<{ moved: number; failed: string[] }>;
  keysInUse(ctx: Context): Promise<string[]>;
}

/**
 * Seals every stored secret's data key under the active encryption key, a batch a transaction. Stopped at any point and started
 * again, it goes on where it was; reads work all the while, since each row says which key opens it.
 */
export async function rotateEncryption(
  ctx: Context,
  options: { batch?: number; signal?: AbortSignal; elsewhere?: readonly SealedElsewhere[] } = {},
): Promise<Rotation> {
  requireAdministrator(ctx);
  const failed: string[] = [];
  let moved = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const batch = await moveBatch(ctx, options.batch ?? 100, failed);
    moved += batch.moved;
    if (batch.seen === 0) break;
  }
  const elsewhere = options.elsewhere ?? [];
  for (const sealed of elsewhere) {
    const outcome = await sealed.move(ctx);
    moved += outcome.moved;
    failed.push(...outcome.failed);
  }
  const removable = await unusedKeys(ctx, elsewhere);
  await inTransaction(ctx, async (tx) => {
    await tx.db.delete(keyChecks).where(notInArray(keyChecks.keyId, [...ctx.keyring.keys.keys()]));
    await recordAudit(tx, {
      action: 'encryption.rotated',
      object: { type: 'encryption_key', id: ctx.keyring.activeId, label: ctx.keyring.activeId },
      after: { moved, failed: failed.length, removable },
    });
  });
  return { moved, failed, removable };
}

/**
 * Gives up the secrets of an encryption key that is lost for good, so that the platform can serve again: they are wiped and revoked,
 * and each is asked for anew on its provider's page. Returns how many. Throws 409 while the key is in the ring.
 */
export async function abandonEncryptionKey(ctx: Context, keyId: string): Promise<number> {
  requireAdministrator(ctx);
  if (ctx.keyring.keys.has(keyId))
    throw new DomainError(
      'conflict',
      `The key "${keyId}" is in ENCRYPTION_KEY. Only a lost key is given up.`,
    );
  return inTransaction(asSystem(ctx, 'key rotation'), async (tx) => {
    const given = await tx.db
      .update(credentials)
      .set({ secret: WIPED, status: 'revoked', retiresAt: null, updatedAt: ctx.clock.now() })
      .where(and(eq(credentials.keyId, keyId), ne(credentials.secret, WIPED)))
      .returning({ id: credentials.id });
    if (given.length === 0) throw new DomainError('not_found', `No secret is sealed with a key "${keyId}".`);
    await tx.db.delete(keyChecks).where(eq(keyChecks.keyId, keyId));
    await recordAudit(tx, {
      action: 'encryption.abandoned',
      object: { type: 'encryption_key', id: keyId, label: keyId },
      after: { secrets: given.length },
    });
    return given.length;
  });
}

async function moveBatch(
  ctx: Context,
  batch: number,
  failed: string[],
): Promise<{ seen: number; moved: number }> {
  return inTransaction(asSystem(ctx, 'key rotation'), async ({ db }) => {
    const rows = await db
      .select({ credential: credentials, provider: providers })
      .from(credentials)
      .innerJoin(providers, eq(providers.id, credentials.providerId))
      .where(
        and(
          ne(credentials.keyId, ctx.keyring.activeId),
          ne(credentials.secret, WIPED),
          failed.length > 0 ? notInArray(credentials.id, failed) : undefined,
        ),
      )
      .orderBy(credentials.id)
      .limit(batch)
      .for('update', { of: credentials, skipLocked: true });
    let moved = 0;
    for (const { credential, provider } of rows) {
      // Bound to the address it was stored for, which is not always where the provider is now.
      const binding = {
        ...bindingOf(credential, provider),
        origin: credential.boundOrigin || originOf(provider.baseUrl),
      };
      try {
        const next = rewrap(ctx.keyring, binding, credential.secret, credential.keyId);
        await db
          .update(credentials)
          .set({
            secret: next.sealed,
            keyId: next.keyId,
            fingerprint: fingerprint(ctx.keyring, next.secret.reveal()),
          })
          .where(and(eq(credentials.id, credential.id), eq(credentials.keyId, credential.keyId)));
        moved += 1;
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        failed.push(credential.id);
      }
    }
    return { seen: rows.length, moved };
  });
}

async function unusedKeys(ctx: Context, elsewhere: readonly SealedElsewhere[]): Promise<string[]> {
  const others = await Promise.all(elsewhere.map((sealed) => sealed.keysInUse(ctx)));
  return inTransaction(asSystem(ctx, 'key rotation'), async ({ db }) => {
    const used = await db
      .selectDistinct({ keyId: credentials.keyId })
      .from(credentials)
      .where(ne(credentials.secret, WIPED));
    const needed = new Set([ctx.keyring.activeId, ...used.map((row) => row.keyId), ...others.flat()]);
    return [...ctx.keyring.keys.keys()].filter((id) => !needed.has(id));
  });
}
