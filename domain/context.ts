import { callAhead } from '#db/call.ts';
import type { Database } from '../db/client.ts';
import { DomainError, notFound } from './errors.ts';

export type Role = 'owner' | 'editor' | 'viewer';

/** Where time comes from. Tests and the moved clock of a rehearsal pass their own. */
export interface Clock {
  now(): Date;
}

/** The person behind a request, by session or API token. `scopes` is null for a session: all the person's rights. */
export interface UserActor {
  kind: 'user';
  userId: string;
  label: string;
  isAdministrator: boolean;
  memberships: ReadonlyMap<string, Role>;
  /** Those of the accounts that are suspended: their people may read, not spend or change. */
  suspended?: ReadonlySet<string>;
  scopes: readonly string[] | null;
}
/** The platform itself: worker, scheduler, sweeper, command line, seed. */
export interface SystemActor {
  kind: 'system';
  label: string;
}
export type Actor = UserActor | SystemActor;

/** Keys that encrypt provider credentials, newest first: id → 32 bytes. Null where the process must not touch secrets. */
export interface Keyring {
  activeId: string;
  keys: ReadonlyMap<string, Buffer>;
}

/**
 * What every domain function takes first. No globals, no hidden time: a test passes its own.
 * `db` is the pool, or inside `inTransaction` the transaction.
 */
export interface Context {
  db: Database;
  actor: Actor;
  clock: Clock;
  keyring: Keyring;
  requestId: string;
  /** Where the request comes from, for the audit; worked out only when something is written. */
  address?: () => string | null;
  transactional?: true;
}

/**
 * Runs `work` in one transaction whose row-level security lets through the caller's accounts alone ('*' for the system and
 * administrators). Reads of tenant tables need it as much as writes do. Nested calls join the outer transaction.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.transactional) return work(ctx);
  return ctx.db.transaction(async (tx) => {
    const db = tx as unknown as Database;
    const seeing = callAhead(db, 'set_config', ['app.accounts', visibleAccounts(ctx.actor), true]);
    const [, result] = await Promise.all([seeing, work({ ...ctx, db, transactional: true })]);
    return result;
  });
}

const visibleAccounts = (actor: Actor) =>
  actor.kind === 'system' || actor.isAdministrator ? '*' : [...actor.memberships.keys()].join(',');

/** A context of the platform itself on the same request. Use where the rule, not the person, decides. */
export const asSystem = (ctx: Context, label: string): Context => ({
  ...ctx,
  actor: { kind: 'system', label },
});

const RANK: Record<Role, number> = { viewer: 1, editor: 2, owner: 3 };

/** Throws 403 unless the actor is a platform administrator or the system. */
export function requireAdministrator(ctx: Context): void {
  if (ctx.actor.kind === 'user' && !ctx.actor.isAdministrator)
    throw new DomainError('forbidden', 'Only a platform administrator may do this.');
}

/** Throws 404 when the account does not exist for the actor, 403 when the role does not suffice. Administrators and the system pass. */
export function requireRole(ctx: Context, accountId: string, atLeast: Role, what = 'account'): void {
  if (ctx.actor.kind === 'system' || ctx.actor.isAdministrator) return;
  const role = ctx.actor.memberships.get(accountId);
  if (!role) throw notFound(what);
  if (atLeast !== 'viewer' && ctx.actor.suspended?.has(accountId))
    throw new DomainError('forbidden', 'This account is suspended: it can be read, not changed.');
  if (RANK[role] < RANK[atLeast])
    throw new DomainError('forbidden', `This needs the role ${atLeast}; yours is ${role}.`);
}

/** The user's id, or null for the system: for `created_by` columns and audit rows. */
export const actorUserId = (ctx: Context): string | null =>
  ctx.actor.kind === 'user' ? ctx.actor.userId : null;
