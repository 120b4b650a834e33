import type { credentials, providers } from '#db/schema/index.ts';
import type { Keyring } from '../context.ts';
import type { Secret } from './secret.ts';
import { type Binding, open, VaultError } from './vault.ts';

export type CredentialRow = typeof credentials.$inferSelect;
export type ProviderRow = typeof providers.$inferSelect;

/** The mark of a secret whose ciphertext is gone for good. */
export const WIPED = '-';

/** Scheme, host and port of an address: what a key is bound to. */
export const originOf = (baseUrl: string): string => new URL(baseUrl).origin;

/** What a stored secret is bound to, at the provider's present address. */
export function bindingOf(
  row: Pick<CredentialRow, 'id' | 'name' | 'accountId' | 'secretVersion'>,
  provider: Pick<ProviderRow, 'slug' | 'baseUrl'>,
): Binding {
  return {
    purpose: row.name,
    table: 'credentials',
    column: 'secret',
    ownerId: row.accountId,
    rowId: row.id,
    provider: provider.slug,
    origin: originOf(provider.baseUrl),
    secretVersion: row.secretVersion,
  };
}

export type Opened =
  | { secret: Secret }
  | { problem: 'bound_elsewhere' | 'unknown_encryption_key' | 'altered' };

/** Opens a stored secret, or says what keeps it shut. Never an empty secret. */
export function openRow(keyring: Keyring, row: CredentialRow, provider: ProviderRow): Opened {
  if (row.boundOrigin !== originOf(provider.baseUrl)) return { problem: 'bound_elsewhere' };
  try {
    return { secret: open(keyring, bindingOf(row, provider), row.secret, row.keyId) };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { problem: error.fault === 'unknown_key' ? 'unknown_encryption_key' : 'altered' };
  }
}

/** A problem of a stored secret in a sentence for administrators. */
export function explainProblem(
  problem: 'bound_elsewhere' | 'unknown_encryption_key' | 'altered',
  row: Pick<CredentialRow, 'boundOrigin' | 'keyId'>,
): string {
  if (problem === 'bound_elsewhere')
    return `The key was stored for ${row.boundOrigin} and is void at another address. Enter it again.`;
  if (problem === 'unknown_encryption_key')
    return `The key cannot be decrypted: the encryption key "${row.keyId}" is not in ENCRYPTION_KEY. Bring it back, or enter the key again.`;
  return 'The key cannot be decrypted: what is stored was altered or moved. Enter it again.';
}
