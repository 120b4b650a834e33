import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createUser, generatedPassword, listUsers } from '#domain/identity/index.ts';
import { type Cli, howMany } from '../cli.ts';

interface CreateOptions {
  name: string;
  administrator?: true;
  member: string[];
  passwordStdin?: true;
}

/** `users create|list`. */
export function register(program: Command, cli: Cli): void {
  const users = program.command('users').description('people who sign in');

  users
    .command('create')
    .description('make a person; without --password-stdin a password is generated and shown once')
    .argument('<email>')
    .requiredOption('--name <name>', 'how the person is called')
    .option('--administrator', 'may administer the platform')
    .option(
      '--member <account:role>',
      'belongs to an account as owner, editor or viewer; may be given again',
      collect,
      [],
    )
    .option('--password-stdin', 'read the password from standard input')
    .action(async (email: string, options: CreateOptions) => {
      const password = options.passwordStdin ? readFileSync(0, 'utf8').trim() : generatedPassword();
      const memberships = options.member.map(membership);
      const user = await createUser(cli.context(), {
        email,
        name: options.name,
        password,
        isAdministrator: options.administrator ?? false,
        memberships,
      });
      cli.print({
        id: user.id,
        email: user.email,
        administrator: user.isAdministrator,
        ...(options.passwordStdin ? {} : { password }),
      });
    });

  users
    .command('list')
    .description('people by e-mail')
    .option('--search <text>', 'in name or e-mail')
    .option('--limit <number>', 'how many, 200 at most', howMany, 50)
    .action(async (options: { search?: string; limit: number }) => {
      const { data } = await listUsers(cli.context(), options);
      cli.print(
        data.map(({ id, email, name, isAdministrator, disabledAt, memberships }) => ({
          id,
          email,
          name,
          administrator: isAdministrator,
          disabled: disabledAt,
          accounts: memberships.map(({ accountName, role }) => `${accountName} (${role})`).join(', '),
        })),
      );
    });
}

const ROLES = ['owner', 'editor', 'viewer'] as const;
const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

function membership(text: string): { accountId: string; role: (typeof ROLES)[number] } {
  const [accountId = '', given] = text.split(':');
  const role = ROLES.find((known) => known === given);
  if (!role) throw new Error(`"${text}" is not account:role; the role is ${ROLES.join(', ')}.`);
  return { accountId, role };
}
