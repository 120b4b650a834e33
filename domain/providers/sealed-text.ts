import type { Keyring } from '../context.ts';
import type { Secret } from './secret.ts';
import { type Binding, open, rewrap, seal, VaultError } from './vault.ts';

// A door that the migration alone uses; it goes with it (migration/README.md).

// Bound to its purpose alone, for such a text stands in no row. `table` is part of what is sealed: it never changes.
const binding = (purpose: string): Binding => ({
  purpose,
  table: 'legacy',
  column: purpose,
  ownerId: null,
  rowId: '',
  provider: '',
  origin: '',
  secretVersion: 1,
});

/** Seals a text that is no credential, bound to its purpose. */
export const sealText = (
  keyring: Keyring,
  purpose: string,
  value: string,
): { sealed: string; keyId: string } => seal(keyring, binding(purpose), value);

/** Opens what `sealText` sealed. Throws when the keyring lacks its key or the text was altered. */
export const openText = (keyring: Keyring, purpose: string, sealed: string, keyId: string): Secret =>
  open(keyring, binding(purpose), sealed, keyId);

/** Seals such a text under the active key instead. Null: it does not open. */
export function moveText(
  keyring: Keyring,
  purpose: string,
  sealed: string,
  keyId: string,
): { sealed: string; keyId: string } | null {
  try {
    const moved = rewrap(keyring, binding(purpose), sealed, keyId);
    return { sealed: moved.sealed, keyId: moved.keyId };
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}
