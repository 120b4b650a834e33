import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Context } from '#domain/context.ts';
import { notFound } from '#domain/errors.ts';
import {
  listProviders,
  type Provider,
  SetCredential,
  setCredential,
  testConnection,
} from '#domain/providers/index.ts';
import type { Cli } from '../cli.ts';

/** `providers list`, `providers set-key`, `providers test`. */
export function register(program: Command, cli: Cli): void {
  const providers = program.command('providers').description('providers and their keys');

  providers
    .command('list')
    .description('all providers with the health of their keys')
    .action(async () => {
      const rows = await listProviders(cli.context());
      cli.print(
        rows.map((provider) => ({
          provider: provider.slug,
          kind: provider.kind,
          active: provider.isActive,
          sandbox: provider.isSandbox,
          address: provider.baseUrl,
          key: keyOf(provider),
          health: provider.health,
          detail: provider.healthDetail,
          models: provider.modelCount,
        })),
      );
    });

  providers
    .command('set-key <provider>')
    .description('store a key, read from standard input: it stands in no command line and no history')
    .option('--name <name>', 'which of the provider’s secrets', 'api_key')
    .option('--overlap-hours <hours>', 'how long the old key stays valid beside it', '0')
    .option('--no-test', 'store it without calling the provider first')
    .action(async (slug: string, options: { name: string; overlapHours: string; test: boolean }) => {
      const ctx = cli.context();
      const { id } = await bySlug(ctx, slug);
      const value = await text(process.stdin);
      const input = SetCredential.parse({
        name: options.name,
        value,
        test: options.test,
        overlapHours: Number(options.overlapHours),
      });
      const stored = await setCredential(ctx, id, input);
      cli.print({
        provider: stored.slug,
        key: keyOf(stored),
        address: stored.baseUrl,
        health: stored.health,
      });
    });

  providers
    .command('test <provider>')
    .description('call the provider with the stored key')
    .action(async (slug: string) => {
      const ctx = cli.context();
      const outcome = await testConnection(ctx, (await bySlug(ctx, slug)).id, {});
      cli.print({
        ok: outcome.ok,
        latency_ms: outcome.latencyMs,
        error: outcome.error?.message ?? null,
        models_seen: outcome.modelsSeen,
      });
      if (!outcome.ok) process.exitCode = 1;
    });
}

async function bySlug(ctx: Context, slug: string): Promise<Provider> {
  const found = (await listProviders(ctx)).find((provider) => provider.slug === slug);
  if (!found) throw notFound(`provider as ${slug}`);
  return found;
}

function keyOf(provider: Provider): string | null {
  const key = provider.credentials.find((credential) => credential.status !== 'revoked');
  return key ? `ends in ${key.lastFour ?? '(not shown)'}, ${key.problem ?? key.status}` : null;
}
