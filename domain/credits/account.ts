import { type Context, requireRole } from '../context.ts';
import { DomainError, invalidField } from '../errors.ts';

/** The account that a request is about: the one it names, else the caller's only one. Throws 422 at `accountId` where neither settles it, 404 for another's. */
export function accountOf(ctx: Context, accountId: string | undefined): string {
  if (accountId !== undefined) {
    requireRole(ctx, accountId, 'viewer');
    return accountId;
  }
  if (ctx.actor.kind === 'user') {
    const [first, ...others] = ctx.actor.memberships.keys();
    if (first !== undefined && others.length === 0) return first;
  }
  throw invalidField('accountId', 'Name the account: you belong to several, or to none.');
}

/** Whether the caller sees every account, and what calls cost the platform. */
export const seesAll = (ctx: Context): boolean => ctx.actor.kind === 'system' || ctx.actor.isAdministrator;

/** A period of UTC days, both included. Default: the last 30 days up to now. Throws 422 when it ends before it begins or spans more than two years. */
export function periodOf(
  ctx: Context,
  period: { from?: Date | undefined; to?: Date | undefined },
  days = 30,
): { from: Date; to: Date } {
  const to = period.to ?? ctx.clock.now();
  const from = period.from ?? new Date(to.getTime() - days * DAY);
  if (from > to) throw invalidField('from', 'The period ends before it begins.');
  if (to.getTime() - from.getTime() > 731 * DAY)
    throw new DomainError('invalid_field', 'A period spans two years at most.', {
      fields: [{ path: 'from', message: 'Two years at most.' }],
    });
  return { from, to };
}

const DAY = 86_400_000;
