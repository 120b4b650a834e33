import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Keyring } from '../context.ts';
import { parseKeyring } from './keyring.ts';
import { Secret } from './secret.ts';
import { type Binding, fingerprint, open, rewrap, seal, VaultError } from './vault.ts';

const ring = (...ids: string[]): Keyring => ({
  activeId: ids[0]!,
  keys: new Map(ids.map((id) => [id, randomBytes(32)])),
});
const binding = (over: Partial<Binding> = {}): Binding => ({
  purpose: 'api_key',
  table: 'credentials',
  column: 'secret',
  ownerId: null,
  rowId: '0193-row',
  provider: 'openai',
  origin: 'https://api.openai.com',
  secretVersion: 1,
  ...over,
});
const PLAIN = 'sk-canary-1234567890abcdefghijklmnopqrstuv';

function opens(keyring: Keyring, at: Binding, sealed: string, keyId: string): boolean {
  try {
    open(keyring, at, sealed, keyId);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(VaultError);
    expect(inspect(error)).not.toContain(PLAIN);
    return false;
  }
}

describe('vault', () => {
  it('opens what it sealed, and seals the same secret differently each time', () => {
    const keys = ring('a');
    const first = seal(keys, binding(), PLAIN);
    expect(open(keys, binding(), first.sealed, first.keyId).reveal()).toBe(PLAIN);
    expect(seal(keys, binding(), PLAIN).sealed).not.toBe(first.sealed);
    expect(first.sealed).not.toContain(PLAIN);
  });

  it('refuses each of 10,000 alterations: flipped bits, short tags, swapped parts, swapped rows, other spellings', () => {
    const keys = ring('a', 'b');
    const mine = seal(keys, binding(), PLAIN);
    const other = seal(
      keys,
      binding({ rowId: '0193-other' }),
      'sk-other-secret-abcdefghijklmnopqrstuvwxyz12',
    );
    const parts = mine.sealed.split('.');
    const otherParts = other.sealed.split('.');
    const mutate = (n: number): string => {
      const changed = [...parts];
      const at = 2 + (n % 6);
      const bytes = Buffer.from(parts[at]!, 'base64url');
      const kind = Math.floor(n / 6) % 6;
      if (kind === 0) bytes[n % bytes.length]! ^= 1 << (n % 8);
      if (kind === 0) changed[at] = bytes.toString('base64url');
      if (kind === 1) changed[at] = bytes.subarray(0, [4, 8, 12][n % 3]!).toString('base64url');
      if (kind === 2) changed[at] = otherParts[at]!;
      if (kind === 3) changed[at] = randomBytes(bytes.length).toString('base64url');
      if (kind === 4) changed[at] = `${parts[at]}${['=', 'A', ' ', '\n', '%'][n % 5]}`;
      if (kind === 5) changed.splice(at, 1, ...(n % 2 ? [] : [parts[at]!, parts[at]!]));
      return changed.join('.');
    };
    let accepted = 0;
    let tried = 0;
    for (let n = 0; tried < 10_000; n++) {
      const changed = mutate(n);
      if (changed === mine.sealed) continue;
      tried += 1;
      if (opens(keys, binding(), changed, mine.keyId)) accepted += 1;
    }
    expect(opens(keys, binding(), other.sealed, other.keyId)).toBe(false); // a row copied over another
    expect(opens(keys, binding(), mine.sealed, 'b')).toBe(false); // the key id of the row changed
    expect({ tried, accepted }).toEqual({ tried: 10_000, accepted: 0 });
  });

  it.each<Partial<Binding>>([
    { purpose: 'webhook_secret' },
    { table: 'other' },
    { column: 'other' },
    { ownerId: 'account' },
    { rowId: 'elsewhere' },
    { provider: 'runware' },
    { origin: 'https://api.openai.com.evil.example' },
    { origin: 'http://api.openai.com' },
    { secretVersion: 2 },
  ])('does not open under another binding: %o', (over) => {
    const keys = ring('a');
    const { sealed, keyId } = seal(keys, binding(), PLAIN);
    expect(opens(keys, binding(over), sealed, keyId)).toBe(false);
  });

  it('moves a secret to a new encryption key without touching its ciphertext, and then no longer needs the old key', () => {
    const old = ring('old');
    const both: Keyring = { activeId: 'new', keys: new Map([['new', randomBytes(32)], ...old.keys]) };
    const before = seal(old, binding(), PLAIN);
    const after = rewrap(both, binding(), before.sealed, before.keyId);
    expect(after.keyId).toBe('new');
    expect(after.sealed.split('.').slice(5)).toEqual(before.sealed.split('.').slice(5));
    const onlyNew: Keyring = { activeId: 'new', keys: new Map([['new', both.keys.get('new')!]]) };
    expect(open(onlyNew, binding(), after.sealed, 'new').reveal()).toBe(PLAIN);
    expect(() => open(onlyNew, binding(), before.sealed, 'old')).toThrow(
      'The encryption key "old" is not in ENCRYPTION_KEY.',
    );
  });

  it('prints a secret as [secret], whatever prints it', () => {
    const secret = new Secret(PLAIN);
    const printed = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: { secret } }),
      `x${secret as unknown as string}`,
    ];
    for (const text of printed) {
      expect(text).not.toContain(PLAIN);
      expect(text).toContain('[secret]');
    }
    expect(fingerprint(ring('a'), PLAIN)).not.toContain(PLAIN);
  });
});

describe('key ring', () => {
  const key = randomBytes(32).toString('base64');
  it('takes the first as the active one', () => {
    expect(parseKeyring(`new:${key}, old:${randomBytes(32).toString('base64')}`)).toMatchObject({
      activeId: 'new',
    });
  });
  it.each([
    ['', 'no key'],
    [`a:${key},a:${key}`, 'stands twice'],
    ['a:c2hvcnQ=', '32 bytes'],
    ['passphrase', 'id:base64'],
    [`:${key}`, 'id:base64'],
  ])('refuses %s', (text, why) => {
    expect(() => parseKeyring(text)).toThrow(why);
    expect(() => parseKeyring(text)).not.toThrow(key);
  });
});
