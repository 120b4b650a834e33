import type { Small } from '../sources/read.ts';
import { configOf } from './choices.ts';

/** A key as it lies in the source. `value` is secret: it goes to the vault and nowhere else. */
export interface FoundKey {
  table: 'globals' | 'settings';
  pk: string;
  member: string;
  provider: string;
  /** Old account that overrides the platform's key; null: the platform's own. */
  accountPk: string | null;
  value: string;
}

const PLATFORM = [
  { member: 'openai_api_key', provider: 'openai' },
  { member: 'dalle_api_key', provider: 'openai' },
  { member: 'runware_api_key', provider: 'runware' },
] as const;
const MEMBERS = ['apiKey', 'api_key', 'key'] as const;

/** Every place of the source that holds a key, or should: empty ones included. */
export function findKeys(small: Pick<Small, 'globals' | 'settings'>): FoundKey[] {
  const platform = small.globals.flatMap((row) =>
    PLATFORM.map(({ member, provider }) => ({
      table: 'globals' as const,
      pk: row.pk,
      member,
      provider,
      accountPk: null,
      value: row[member],
    })),
  );
  const own = small.settings.flatMap((row) => {
    const config = configOf(row)?.config;
    const member = MEMBERS.find((name) => typeof config?.[name] === 'string');
    if (!config || !member) return [];
    const provider =
      row.integration_type === 'image_generation'
        ? String(config['service'] ?? config['provider'] ?? '')
        : row.integration_type;
    return [
      {
        table: 'settings' as const,
        pk: row.pk,
        member,
        provider,
        accountPk: row.account,
        value: String(config[member]),
      },
    ];
  });
  return [...platform, ...own];
}

export interface SortedKeys {
  /** Distinct keys, trimmed: at most one for each provider and owner. */
  keep: FoundKey[];
  /** Keys that say what another says already. */
  merged: { key: FoundKey; into: FoundKey }[];
  /** Keys that cannot be taken, and why. Never with their value. */
  refused: { key: FoundKey; why: string; code: 'empty' | 'malformed' | 'contradicts' }[];
}

/** Trims the keys, sorts out the empty ones, and folds equal ones of a provider and owner into one. Pure. */
export function sortKeys(found: readonly FoundKey[]): SortedKeys {
  const sorted: SortedKeys = { keep: [], merged: [], refused: [] };
  for (const raw of found) {
    const key = { ...raw, value: raw.value.trim() };
    const rival = sorted.keep.find(
      (kept) => kept.provider === key.provider && kept.accountPk === key.accountPk,
    );
    if (key.value === '')
      sorted.refused.push({
        key,
        code: 'empty',
        why: key.accountPk ? "It is empty; the platform's key serves." : 'It is empty.',
      });
    else if (!/^[\x21-\x7e]{8,}$/.test(key.value))
      sorted.refused.push({
        key,
        code: 'malformed',
        why: 'It is too short for a key, or has spaces or special characters inside.',
      });
    else if (!rival) sorted.keep.push(key);
    else if (rival.value === key.value) sorted.merged.push({ key, into: rival });
    else
      sorted.refused.push({
        key,
        code: 'contradicts',
        why: `It differs from ${rival.member}, which is the one that is used.`,
      });
  }
  return sorted;
}
