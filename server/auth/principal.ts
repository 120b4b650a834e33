import { createHash } from 'node:crypto';
import type { UserActor } from '../../domain/context.ts';
import { principalOfToken, principalOfUser } from '../../domain/identity/index.ts';
import { isListening, onNotify } from '../listen.ts';
import { runtime, systemContext } from '../runtime.ts';
import { auth } from './better-auth.ts';

/** Who sends a request, and how they showed it. */
export interface Principal {
  actor: UserActor;
  via: 'session' | 'token';
  sessionId: string | null;
}

interface Remembered {
  principal: Principal;
  until: number;
}

/** How long a principal is answered from memory. Revocation does not wait for it: NOTIFY identity drops it at once. Milliseconds. */
const MEMORY = 30_000;
const MOST = 10_000;

const remembered = new Map<string, Remembered>();
let listening = false;
/** Counts what was heard about people: what was read before a change must not be remembered after it. */
let heard = 0;

type Asking = Request | { headers: Headers };

/** What a request shows of who sends it: a token, or else the cookies. */
const shown = ({ headers }: Asking): string | null => headers.get('authorization') ?? headers.get('cookie');

/** The principal of a request if this process knows it already. */
export function knownPrincipal(request: Asking): Principal | undefined {
  const known = remembered.get(shown(request) ?? '');
  return known && known.until > performance.now() && isListening('identity') ? known.principal : undefined;
}

/** The principal of a request by `Authorization: Bearer` or session cookie, or null. Revoked and disabled ones are null. */
export async function principalOf(request: Asking): Promise<Principal | null> {
  const known = knownPrincipal(request);
  if (known) return known;
  const header = request.headers.get('authorization');
  const key = shown(request);
  if (!key) return null;
  const now = performance.now();
  listen();
  const before = heard;
  const found = header === null ? await bySession(request.headers) : await byToken(header);
  if (found && heard === before) remember(key, found, now);
  return found?.principal ?? null;
}

/** Forgets a user's principals in this process at once; other processes hear NOTIFY identity. */
export function forgetPrincipals(userId: string): void {
  heard++;
  for (const [key, { principal }] of remembered)
    if (principal.actor.userId === userId) remembered.delete(key);
}

/** Forgets everybody: after a reconnection, when messages may have been missed. */
export function forgetAllPrincipals(): void {
  heard++;
  remembered.clear();
}

function listen(): void {
  if (listening) return;
  listening = true;
  onNotify('identity', (userId) => (userId === '' ? forgetAllPrincipals() : forgetPrincipals(userId)));
}

function remember(key: string, found: { principal: Principal; expiresAt: Date | null }, now: number): void {
  if (remembered.size >= MOST) remembered.clear();
  const left = found.expiresAt ? found.expiresAt.getTime() - runtime().clock.now().getTime() : MEMORY;
  remembered.set(key, { principal: found.principal, until: now + Math.min(MEMORY, left) });
}

async function bySession(headers: Headers): Promise<{ principal: Principal; expiresAt: Date | null } | null> {
  const found = await auth().api.getSession({ headers, query: { disableCookieCache: true } });
  if (!found) return null;
  const actor = await principalOfUser(systemContext('sign-in'), found.user.id);
  return (
    actor && {
      principal: { actor, via: 'session', sessionId: found.session.id },
      expiresAt: found.session.expiresAt,
    }
  );
}

async function byToken(header: string): Promise<{ principal: Principal; expiresAt: Date | null } | null> {
  const token = /^Bearer (igny8_[A-Za-z0-9_-]{43})$/.exec(header)?.[1];
  if (!token) return null;
  const found = await principalOfToken(
    systemContext('sign-in'),
    createHash('sha256').update(token).digest('hex'),
  );
  return (
    found && { principal: { actor: found.actor, via: 'token', sessionId: null }, expiresAt: found.expiresAt }
  );
}
