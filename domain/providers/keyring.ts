import type { Keyring } from '../context.ts';

/**
 * Reads a key ring, newest first: `id:base64,id:base64`, each key 32 random bytes. Never a passphrase, never a default.
 * Throws an error that names the fault and shows no key.
 */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const part of text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)) {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_=-]+)$/.exec(part) ?? [];
    if (!id || !encoded)
      throw new Error('ENCRYPTION_KEY must be "id:base64" entries, separated by commas, newest first.');
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== 32)
      throw new Error(`ENCRYPTION_KEY: the key "${id}" must be 32 bytes in base64; it has ${key.length}.`);
    if (keys.has(id)) throw new Error(`ENCRYPTION_KEY: the id "${id}" stands twice.`);
    keys.set(id, key);
  }
  const activeId = keys.keys().next().value;
  if (activeId === undefined) throw new Error('ENCRYPTION_KEY holds no key.');
  return { activeId, keys };
}
