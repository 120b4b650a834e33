import { and, eq, inArray, isNull, ne, or } from 'drizzle-orm';
import { credentials } from '#db/schema/index.ts';
import { asSystem, type Context, inTransaction } from '../context.ts';
import { DomainError } from '../errors.ts';
import { type CredentialRow, explainProblem, openRow, type ProviderRow } from './binding.ts';
import { privateAllowed } from './policy.ts';
import { providerRow } from './queries.ts';
import type { Secret } from './secret.ts';

export interface OpenedCredential {
  credentialId: string;
  provider: { id: string; slug: string; name: string };
  secret: Secret;
  baseUrl: string;
  isSandbox: boolean;
  /** The account's own key: what it calls, the account pays its provider for. */
  isOwn: boolean;
  /** For the adapter's call: the sandbox, or a deployment that allows private addresses. */
  allowPrivate: boolean;
}

const PREFERENCE: Record<CredentialRow['status'], number> = {
  active: 0,
  retiring: 1,
  failing: 2,
  revoked: 3,
};

/**
 * The key with which a provider is called now: the active one, else one that is being replaced and still valid, else one that
 * failed last time. An account's own key where `accountId` is given, else the platform's; with
 * `orPlatform`, the platform's where the account has none that opens here.
 * Throws not_configured, naming the provider, its page and what is wrong: switched off, no key, or a key that does not open.
 */
export async function openCredential(
  ctx: Context,
  input: {
    providerId: string;
    accountId?: string | null;
    orPlatform?: boolean;
    name?: string;
    credentialId?: string;
  },
): Promise<OpenedCredential> {
  return inTransaction(asSystem(ctx, 'provider call'), async (tx) => {
    const provider = await providerRow(tx, input.providerId);
    if (!provider.isActive) throw refuse(provider, `The provider ${provider.name} is switched off.`);
    const now = ctx.clock.now();
    const rows = await tx.db
      .select()
      .from(credentials)
      .where(
        and(
          eq(credentials.providerId, provider.id),
          eq(credentials.name, input.name ?? provider.credentialFields[0]?.name ?? ''),
          or(
            input.accountId ? eq(credentials.accountId, input.accountId) : undefined,
            input.orPlatform || !input.accountId ? isNull(credentials.accountId) : undefined,
          ),
          input.credentialId ? eq(credentials.id, input.credentialId) : undefined,
          ne(credentials.status, 'revoked'),
        ),
      );
    const usable = rows
      .filter((row) => row.retiresAt === null || row.retiresAt > now)
      .sort(
        (a, b) =>
          Number(a.accountId === null) - Number(b.accountId === null) ||
          PREFERENCE[a.status] - PREFERENCE[b.status] ||
          b.createdAt.getTime() - a.createdAt.getTime(),
      );
    for (const row of usable) {
      const opened = openRow(ctx.keyring, row, provider);
      if (!('secret' in opened)) continue;
      const { id, slug, name, baseUrl, isSandbox } = provider;
      const isOwn = row.accountId !== null;
      return {
        credentialId: row.id,
        provider: { id, slug, name },
        secret: opened.secret,
        baseUrl,
        isSandbox,
        isOwn,
        allowPrivate: isSandbox || privateAllowed(),
      };
    }
    const first = usable[0];
    const opened = first && openRow(ctx.keyring, first, provider);
    if (first && opened && 'problem' in opened)
      throw refuse(provider, `${provider.name}: ${explainProblem(opened.problem, first)}`);
    throw refuse(provider, `The provider ${provider.name} has no key.`);
  });
}

const refuse = (provider: ProviderRow, detail: string) =>
  new DomainError('not_configured', detail, {
    extra: { providerId: provider.id, provider: provider.slug, link: `/admin/providers/${provider.id}` },
  });

/** How a call with a key went. `unauthorized` is the provider's word that the key itself is refused. */
export type CredentialReport = { ok: true } | { ok: false; error: string; unauthorized?: boolean };

const REPORTED_EVERY_MS = 60_000;

/**
 * Notes how a call went. A refused key is shown as failing, and counts as well again when a call succeeds; no report ever changes
 * or removes the stored secret. Successes are noted once a minute at most, so that calls do not queue for one row.
 */
export async function reportCredential(
  ctx: Context,
  credentialId: string,
  report: CredentialReport,
): Promise<void> {
  const now = ctx.clock.now();
  await inTransaction(asSystem(ctx, 'provider call'), async ({ db }) => {
    const [row] = await db.select().from(credentials).where(eq(credentials.id, credentialId));
    if (!row) return;
    if (!report.ok) {
      const failing = report.unauthorized && row.status === 'active' ? { status: 'failing' as const } : {};
      await db
        .update(credentials)
        .set({ lastFailedAt: now, lastError: report.error.slice(0, 500), updatedAt: now, ...failing })
        .where(
          and(eq(credentials.id, row.id), inArray(credentials.status, ['active', 'retiring', 'failing'])),
        );
      return;
    }
    const recent = row.lastUsedAt && now.getTime() - row.lastUsedAt.getTime() < REPORTED_EVERY_MS;
    if (recent && row.status !== 'failing') return;
    const rival =
      row.status === 'failing'
        ? await db
            .select({ id: credentials.id })
            .from(credentials)
            .where(
              and(
                eq(credentials.providerId, row.providerId),
                eq(credentials.name, row.name),
                eq(credentials.status, 'active'),
                row.accountId ? eq(credentials.accountId, row.accountId) : isNull(credentials.accountId),
              ),
            )
        : [];
    const healed = row.status === 'failing' && rival.length === 0 ? { status: 'active' as const } : {};
    await db
      .update(credentials)
      .set({ lastUsedAt: now, ...healed })
      .where(and(eq(credentials.id, row.id), eq(credentials.status, row.status))); // revoked meanwhile: it stays so
  });
}
