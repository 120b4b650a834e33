import type { Command } from 'commander';
import type { Context } from '#domain/context.ts';
import {
  CreateToken,
  createToken,
  listTokens,
  principalOfUser,
  userByEmail,
} from '#domain/identity/index.ts';
import { type Cli, howMany } from '../cli.ts';

/** `tokens create|list`. */
export function register(program: Command, cli: Cli): void {
  const tokens = program.command('tokens').description('API tokens');

  tokens
    .command('create')
    .description('make an API token for a person; it is shown once')
    .argument('<email>', 'whose token it is')
    .requiredOption('--name <name>', 'what it is for')
    .option(
      '--scope <scope>',
      'read, write or admin; may be given again',
      (value: string, earlier: string[]) => [...earlier, value],
      [],
    )
    .option('--expires <date>', 'when it ends, ISO 8601')
    .action(async (email: string, options: { name: string; scope: string[]; expires?: string }) => {
      const ctx = await inTheNameOf(cli.context(), email);
      const scopes = options.scope.length > 0 ? options.scope : ['read'];
      const made = await createToken(
        ctx,
        CreateToken.parse({ name: options.name, scopes, expiresAt: options.expires ?? null }),
      );
      cli.print({
        id: made.id,
        name: made.name,
        scopes: made.scopes.join(', '),
        expires: made.expiresAt,
        token: made.token,
      });
    });

  tokens
    .command('list')
    .description('the tokens of a person, never one in full')
    .argument('<email>', 'whose')
    .option('--limit <number>', 'how many, 200 at most', howMany, 50)
    .action(async (email: string, options: { limit: number }) => {
      const { data } = await listTokens(await inTheNameOf(cli.context(), email), options);
      cli.print(
        data.map(({ id, name, userEmail, prefix, scopes, lastUsedAt, expiresAt, revokedAt }) => ({
          id,
          name,
          owner: userEmail,
          token: `${prefix}…`,
          scopes: scopes.join(', '),
          last_used: lastUsedAt,
          expires: expiresAt,
          revoked: revokedAt,
        })),
      );
    });
}

/** The platform acts as the person, so that a token never has more rights than they do. */
async function inTheNameOf(ctx: Context, email: string): Promise<Context> {
  const actor = await principalOfUser(ctx, (await userByEmail(ctx, email)).id);
  if (!actor) throw new Error(`${email} is disabled.`);
  return { ...ctx, actor };
}
