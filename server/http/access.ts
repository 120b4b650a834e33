import type { Context, UserActor } from '../../domain/context.ts';
import { DomainError } from '../../domain/errors.ts';
import { addressOf, assertSameOrigin } from '../auth/origin.ts';
import type { Principal } from '../auth/principal.ts';
import { assertScope } from '../auth/scopes.ts';
import { runtime } from '../runtime.ts';

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Lets a request in by its operation's access, the origin of its page and the scopes of its token. Throws 401 or 403. */
export function admit(
  request: Request,
  contract: { access: string; scope?: string },
  principal: Principal | null,
): void {
  const unsafe = UNSAFE.has(request.method);
  if (contract.access === 'public') {
    if (unsafe) assertSameOrigin(request);
    return;
  }
  if (!principal)
    throw new DomainError(
      'unauthenticated',
      'Sign in, or send an API token as "Authorization: Bearer igny8_…".',
    );
  if (principal.via === 'session' && unsafe) assertSameOrigin(request);
  if (contract.access === 'administrator' && !principal.actor.isAdministrator)
    throw new DomainError('forbidden', 'Only a platform administrator may do this.');
  assertScope(principal.actor, contract.scope ?? (unsafe ? 'write' : 'read'));
}

const NOBODY: UserActor = {
  kind: 'user',
  userId: '00000000-0000-0000-0000-000000000000',
  label: 'nobody',
  isAdministrator: false,
  memberships: new Map(),
  scopes: [],
};

/** The domain's context of a request. */
export function contextOf(principal: Principal | null, request: Request, requestId: string): Context {
  const { connection, clock, keyring } = runtime();
  return {
    db: connection.db,
    actor: principal?.actor ?? NOBODY,
    clock,
    keyring,
    requestId,
    address: () => addressOf(request.headers),
  };
}
