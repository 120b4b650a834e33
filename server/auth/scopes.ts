import type { UserActor } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';

/** Scopes of API tokens: `write` covers `read`; `admin` is the administrator's rights. A token never has more rights than the person who made it. */
export const SCOPES = ['read', 'write', 'admin'] as const;

/** Throws 403 when an API token lacks the scope. A session has all the rights of its person. */
export function assertScope(actor: UserActor, scope: string): void {
  if (actor.scopes === null || actor.scopes.includes(scope) || (scope === 'read' && actor.scopes.includes('write'))) return;
  throw new DomainError('forbidden', `This API token lacks the scope "${scope}".`);
}
