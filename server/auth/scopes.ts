import type { UserActor } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';

const COVERED_BY: Record<string, readonly string[]> = {
  read: ['read', 'write', 'admin'],
  write: ['write', 'admin'],
};

/** Throws 403 when an API token lacks the scope; `admin` covers `write`, `write` covers `read`. A session has all the rights of its person. */
export function assertScope(actor: UserActor, scope: string): void {
  if (
    actor.scopes === null ||
    actor.scopes.some((given) => given === scope || COVERED_BY[scope]?.includes(given))
  )
    return;
  throw new DomainError('forbidden', `This API token lacks the scope "${scope}".`);
}
