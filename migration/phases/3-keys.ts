import { eq } from 'drizzle-orm';
import { credentials, providers } from '#db/schema/index.ts';
import type { Context } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { forgetRegistry } from '#domain/models/index.ts';
import {
  type ImportedCredential,
  importCredential,
  openCredential,
  testConnection,
  undoImport,
} from '#domain/providers/index.ts';
import {
  type Effect,
  type Finding,
  finding,
  type Noted,
  note,
  type Phase,
  type Work,
} from '../engine/phase.ts';
import { importedId } from '../rules/ids.ts';
import { type FoundKey, findKeys, type SortedKeys, sortKeys } from '../rules/keys.ts';

type Refused = SortedKeys['refused'][number];
const NAME = 'api_key';
const place = (key: FoundKey) => `${key.member} of ${key.table} ${key.pk}`;

/** Phase 3: the keys of the source into the vault: trimmed, each once, the platform's and the accounts' own. Never shown. */
export const keysPhase: Phase = {
  number: 3,
  title: 'Keys',
  does: 'Stores the provider keys encrypted: trimmed, each once, the platform’s and those of accounts. They are never shown.',
  tables: ['globals', 'settings'],
  async plan({ ctx, small }) {
    const sorted = sortKeys(findKeys(small));
    const leaving = await sandboxed(ctx, sorted.keep);
    return {
      effects: [
        ...effectsOf(sorted),
        ...leaving.map((name) => ({
          what: `${name} leaves the sandbox`,
          count: 1,
          detail: 'calls go to the provider itself from here on',
        })),
      ],
    };
  },
  // Tried before anything is written, and outside of a transaction: a provider may take its time.
  async steps({ ctx, small, options }): Promise<Refused[]> {
    if (!options.test) return [];
    const refused: Refused[] = [];
    for (const key of sortKeys(findKeys(small)).keep.filter((candidate) => candidate.accountPk === null)) {
      const provider = await providerFor(ctx, key.provider);
      const outcome = provider && (await testConnection(ctx, provider.id, { name: NAME, value: key.value }));
      if (outcome && !outcome.ok)
        refused.push({
          key,
          code: 'malformed',
          why: `The provider refused it: ${outcome.error?.message ?? 'no reason given'}`,
        });
    }
    return refused;
  },
  async apply({ ctx, small }, steps) {
    const sorted = sortKeys(findKeys(small));
    const failed = steps as Refused[];
    const imported: ImportedCredential[] = [];
    const noted = new Map<string, Noted>();
    for (const key of sorted.keep) {
      const outcome =
        failed.find((entry) => sameKey(entry.key, key)) ??
        (await store(ctx, key, new Set(small.accounts.map((account) => account.pk))));
      if ('why' in outcome) sorted.refused.push({ key, code: outcome.code, why: outcome.why });
      else {
        imported.push(outcome);
        add(
          noted,
          key,
          outcome.stored ? 'imported' : 'merged',
          outcome.stored
            ? `${key.member} stored for ${key.provider}`
            : `${key.member} was stored for ${key.provider} already`,
          outcome.credentialId,
        );
      }
    }
    for (const { key, into } of sorted.merged)
      add(noted, key, 'merged', `${key.member} is the same as ${into.member}`);
    for (const { key, why } of sorted.refused) add(noted, key, 'listed', `${key.member}: ${why}`);
    await note(ctx, 3, [...noted.values()]);
    forgetRegistry();
    return {
      report: {
        effects: effectsOf(sorted),
        refused: sorted.refused.map(({ key, why, code }) => ({ where: place(key), code, why })),
      },
      saved: imported,
    };
  },
  verify,
  async rollback(ctx, { saved }): Promise<Effect[]> {
    const imported = saved as ImportedCredential[];
    for (const entry of imported.toReversed()) await undoImport(ctx, entry);
    forgetRegistry();
    return [
      {
        what: 'keys taken back',
        count: imported.filter((entry) => entry.stored).length,
        detail: `${imported.flatMap((entry) => entry.replaced).length} earlier ones serve again`,
      },
    ];
  },
};

const sameKey = (a: FoundKey, b: FoundKey) => a.table === b.table && a.pk === b.pk && a.member === b.member;

function effectsOf({ keep, merged, refused }: SortedKeys): Effect[] {
  const own = keep.filter((key) => key.accountPk !== null);
  return [
    {
      what: 'keys of the platform',
      count: keep.length - own.length,
      detail: keep
        .filter((key) => key.accountPk === null)
        .map((key) => key.provider)
        .join(', '),
    },
    {
      what: 'keys of accounts',
      count: own.length,
      detail: own.map((key) => `account ${key.accountPk}`).join(', '),
    },
    {
      what: 'keys that are the same as another',
      count: merged.length,
      detail: merged.map(({ key }) => place(key)).join(', '),
    },
    {
      what: 'keys that are not taken',
      count: refused.length,
      detail: refused.map(({ key, why }) => `${place(key)}: ${why}`).join(' '),
    },
  ];
}

async function providerFor(ctx: Context, slug: string) {
  const [row] = await ctx.db.select().from(providers).where(eq(providers.slug, slug.trim().toLowerCase()));
  return row?.kind === 'ai' ? row : undefined;
}

async function sandboxed(ctx: Context, keys: readonly FoundKey[]): Promise<string[]> {
  const rows = await ctx.db
    .select({ slug: providers.slug, name: providers.name })
    .from(providers)
    .where(eq(providers.isSandbox, true));
  return rows.filter((row) => keys.some((key) => key.provider === row.slug)).map((row) => row.name);
}

async function store(
  ctx: Context,
  key: FoundKey,
  accounts: ReadonlySet<string>,
): Promise<ImportedCredential | Omit<Refused, 'key'>> {
  const provider = await providerFor(ctx, key.provider);
  if (!provider) return { code: 'malformed', why: `There is no AI provider ${key.provider}.` };
  if (key.accountPk !== null && !accounts.has(key.accountPk))
    return { code: 'malformed', why: `Its account ${key.accountPk} is not there.` };
  return importCredential(ctx, {
    providerId: provider.id,
    accountId: key.accountPk === null ? null : importedId('accounts', key.accountPk),
    name: NAME,
    value: key.value,
  });
}

const RANK = { imported: 2, merged: 1, listed: 0 } as const;

// A row of the source may hold several keys: the best outcome stands, and every reason is told.
function add(
  noted: Map<string, Noted>,
  key: FoundKey,
  outcome: Noted['outcome'],
  reason: string,
  credentialId?: string,
): void {
  const id = `${key.table}:${key.pk}`;
  const entry = noted.get(id) ?? { table: key.table, pk: key.pk, outcome, reason: '' };
  noted.set(id, {
    ...entry,
    outcome: RANK[outcome] > RANK[entry.outcome] ? outcome : entry.outcome,
    reason: entry.reason ? `${entry.reason}; ${reason}` : reason,
    target: entry.target ?? (credentialId ? { type: 'credential', id: credentialId } : null),
  });
}

/** Opens every key that was taken and compares it with the source, without keeping either. */
async function verify({ ctx, small }: Work): Promise<Finding[]> {
  const { keep } = sortKeys(findKeys(small));
  const findings: Finding[] = [];
  for (const key of keep) {
    const provider = await providerFor(ctx, key.provider);
    if (!provider) continue;
    const where = `${provider.name}, ${key.accountPk === null ? 'the platform' : `account ${key.accountPk}`}`;
    findings.push(await compare(ctx, provider, key, where));
  }
  const stored = await ctx.db.select({ secret: credentials.secret }).from(credentials);
  const plain = stored.filter((row) => keep.some((key) => row.secret.includes(key.value))).length;
  return [
    ...findings,
    finding('No key lies open in the database', plain === 0, `${plain} of ${stored.length} rows`),
  ];
}

async function compare(
  ctx: Context,
  provider: { id: string; isActive: boolean },
  key: FoundKey,
  where: string,
): Promise<Finding> {
  const what = `The key opens and is the source's: ${where}`;
  if (!provider.isActive) return finding(what, true, 'the provider is switched off; its key is not opened');
  try {
    const { secret } = await openCredential(ctx, {
      providerId: provider.id,
      accountId: key.accountPk === null ? null : importedId('accounts', key.accountPk),
      name: NAME,
    });
    return secret.reveal() === key.value
      ? finding(what, true, 'the same')
      : finding(what, true, 'another key was set here since, or the provider refused this one');
  } catch (error) {
    if (error instanceof DomainError) return finding(what, false, error.message);
    throw error;
  }
}
