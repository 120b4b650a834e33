import { and, eq, ne } from 'drizzle-orm';
import type { Context } from '#domain/context.ts';
import { storeSandboxKey } from '#domain/providers/index.ts';
import { SANDBOX_KEYS, type SandboxProvider, sandboxUrls } from '../../sandbox/constants.ts';
import { credentials, providers } from '../schema/index.ts';

const STANDS_IN_FOR: readonly SandboxProvider[] = ['openai', 'runware'];

/**
 * Points the AI providers that have no key of their own, and whose address nobody changed, at the local doubles. Without a sandbox
 * (production) a provider that was pointed there goes back to its own address.
 */
export async function seedSandbox(ctx: Context, sandboxUrl: string | null): Promise<void> {
  const now = ctx.clock.now();
  for (const slug of STANDS_IN_FOR) {
    const [provider] = await ctx.db.select().from(providers).where(eq(providers.slug, slug));
    if (!provider) continue;
    if (sandboxUrl === null) {
      if (provider.isSandbox)
        await ctx.db
          .update(providers)
          .set({
            baseUrl: provider.liveBaseUrl,
            isSandbox: false,
            updatedAt: now,
            version: provider.version + 1,
          })
          .where(eq(providers.id, provider.id));
      continue;
    }
    const own = await ctx.db
      .select({ id: credentials.id })
      .from(credentials)
      .where(
        and(
          eq(credentials.providerId, provider.id),
          eq(credentials.isSandbox, false),
          ne(credentials.status, 'revoked'),
        ),
      );
    if (own.length > 0 || (!provider.isSandbox && provider.baseUrl !== provider.liveBaseUrl)) continue;
    const baseUrl = sandboxUrls(sandboxUrl)[slug];
    if (!provider.isSandbox || provider.baseUrl !== baseUrl)
      await ctx.db
        .update(providers)
        .set({ baseUrl, isSandbox: true, updatedAt: now, version: provider.version + 1 })
        .where(eq(providers.id, provider.id));
    await storeSandboxKey(ctx, { ...provider, baseUrl, isSandbox: true }, SANDBOX_KEYS[slug]);
  }
}
