import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Keyring } from '../context.ts';
import { Secret } from './secret.ts';

const VERSION = 'v1';
const TAG_BYTES = 16;
const IV_BYTES = 12;
const KEY_BYTES = 32;
const PART_BYTES = [IV_BYTES, TAG_BYTES, KEY_BYTES, IV_BYTES, TAG_BYTES] as const;

/** What a sealed secret is bound to. Change any of it, and it no longer opens. */
export interface Binding {
  purpose: string;
  table: string;
  column: string;
  /** Account that owns it; null for the platform. */
  ownerId: string | null;
  rowId: string;
  provider: string;
  /** Origin (scheme, host, port) of the provider's base URL, so that a key never travels to another address. */
  origin: string;
  secretVersion: number;
}

/** Why a sealed text does not open. It tells nothing about the content. */
export class VaultError extends Error {
  readonly fault: 'unknown_key' | 'altered';
  constructor(fault: 'unknown_key' | 'altered', message: string) {
    super(message);
    this.name = 'VaultError';
    this.fault = fault;
  }
}

// JSON keeps the parts apart whatever they hold; a plain join would let one part run into the next.
const associated = (binding: Binding, what: 'key' | 'secret', keyId: string): Buffer =>
  Buffer.from(
    JSON.stringify([
      VERSION,
      what,
      keyId,
      binding.purpose,
      binding.table,
      binding.column,
      binding.ownerId,
      binding.rowId,
      binding.provider,
      binding.origin,
      binding.secretVersion,
    ]),
  );

function encrypt(key: Buffer, plain: Buffer, aad: Buffer): [iv: Buffer, tag: Buffer, sealed: Buffer] {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(aad);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [iv, cipher.getAuthTag(), sealed];
}

function decrypt(key: Buffer, iv: Buffer, tag: Buffer, sealed: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}

/**
 * Seals a secret: a fresh 32-byte data key encrypts it (AES-256-GCM), the ring's active key encrypts the data key, both bound to
 * `binding` and to the key's id. The text is `v1.<key id>.<iv>.<tag>.<wrapped key>.<iv>.<tag>.<ciphertext>`, base64url.
 */
export function seal(keyring: Keyring, binding: Binding, secret: string): { sealed: string; keyId: string } {
  const keyId = keyring.activeId;
  const dataKey = randomBytes(KEY_BYTES);
  const inner = encrypt(dataKey, Buffer.from(secret, 'utf8'), associated(binding, 'secret', VERSION));
  return { sealed: serialize(keyId, wrap(keyring, binding, keyId, dataKey), inner), keyId };
}

/** Opens a sealed secret. Throws VaultError: `unknown_key` when the ring lacks its key, `altered` for everything else. */
export function open(keyring: Keyring, binding: Binding, sealed: string, keyId: string): Secret {
  const { dataKey, inner } = unwrap(keyring, binding, sealed, keyId);
  return attempt(
    () =>
      new Secret(
        decrypt(dataKey, inner[0], inner[1], inner[2], associated(binding, 'secret', VERSION)).toString(
          'utf8',
        ),
      ),
  );
}

/** Seals the data key anew with the ring's active key; the secret's own ciphertext stays as it is. Opens it first: what does not open is not carried over. */
export function rewrap(
  keyring: Keyring,
  binding: Binding,
  sealed: string,
  keyId: string,
): { sealed: string; keyId: string; secret: Secret } {
  const secret = open(keyring, binding, sealed, keyId);
  const { dataKey, inner } = unwrap(keyring, binding, sealed, keyId);
  return {
    sealed: serialize(keyring.activeId, wrap(keyring, binding, keyring.activeId, dataKey), inner),
    keyId: keyring.activeId,
    secret,
  };
}

/** Tells whether two secrets are the same without keeping either: an HMAC under a key derived for this alone. */
export function fingerprint(keyring: Keyring, secret: string): string {
  const key = Buffer.from(
    hkdfSync('sha256', keyFor(keyring, keyring.activeId), '', 'credential fingerprint', 32),
  );
  return createHmac('sha256', key).update(secret).digest('hex').slice(0, 16);
}

type Sealed = [iv: Buffer, tag: Buffer, sealed: Buffer];

const wrap = (keyring: Keyring, binding: Binding, keyId: string, dataKey: Buffer): Sealed =>
  encrypt(keyFor(keyring, keyId), dataKey, associated(binding, 'key', keyId));

const serialize = (keyId: string, wrapped: Sealed, inner: Sealed) =>
  [VERSION, keyId, ...[...wrapped, ...inner].map((part) => part.toString('base64url'))].join('.');

function unwrap(
  keyring: Keyring,
  binding: Binding,
  sealed: string,
  keyId: string,
): { dataKey: Buffer; inner: Sealed } {
  const [version, storedKeyId, ...encoded] = sealed.split('.');
  if (version !== VERSION || storedKeyId !== keyId || encoded.length !== 6) throw altered();
  const parts = encoded.map(exactly);
  if (PART_BYTES.some((bytes, at) => parts[at]?.length !== bytes)) throw altered();
  const [iv, tag, wrapped, ...inner] = parts as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
  const key = keyFor(keyring, keyId);
  return { dataKey: attempt(() => decrypt(key, iv, tag, wrapped, associated(binding, 'key', keyId))), inner };
}

// One spelling only: lenient base64 would let differing texts open alike.
function exactly(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.toString('base64url') !== encoded) throw altered();
  return bytes;
}

function keyFor(keyring: Keyring, keyId: string): Buffer {
  const key = keyring.keys.get(keyId);
  if (!key) throw new VaultError('unknown_key', `The encryption key "${keyId}" is not in ENCRYPTION_KEY.`);
  return key;
}

const altered = () =>
  new VaultError(
    'altered',
    'The stored secret cannot be decrypted: it was altered, moved, or bound to another address.',
  );

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch {
    throw altered(); // GCM tells no more than that it failed, and nothing more may be told
  }
}
