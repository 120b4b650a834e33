import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { assertServing } from '../health.ts';
import { fromDatabase } from '../http/database-errors.ts';
import { readJsonAsSent, validate } from '../http/input.ts';
import { problem } from '../http/problem.ts';
import { runtime } from '../runtime.ts';
import { auth } from './better-auth.ts';
import { countSignIn, forgiveSignIn } from './limiter.ts';
import { ADDRESS_HEADER, addressOf, assertSameOrigin } from './origin.ts';
import { forgetPrincipals, principalOf } from './principal.ts';

/** A sign-in is an e-mail and a password. Bytes. */
const BODY_LIMIT = 4096;
const SignIn = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(200),
  rememberMe: z.boolean().optional(),
});

/** The parts of better-auth that we offer; everything else it could do is not there. */
const OFFERED: Record<string, (request: Request) => Promise<Response>> = {
  'sign-in/email': signIn,
  'sign-out': signOut,
};

/** POST /api/auth/…: sign-in and sign-out, behind our own limiter and origin check. */
export async function handleAuth(request: Request, path: string): Promise<Response> {
  const requestId = randomUUID();
  try {
    await assertServing();
    assertSameOrigin(request);
    const offered = OFFERED[path];
    if (!offered) throw new DomainError('not_found', 'There is nothing at this address.');
    return await offered(request);
  } catch (error) {
    const fault = fromDatabase(error);
    if (!(fault instanceof DomainError)) runtime().log.error({ requestId, err: fault }, 'sign-in failed');
    return problem(fault, requestId);
  }
}

async function signIn(request: Request): Promise<Response> {
  const body = validate(SignIn, await readJsonAsSent(request, BODY_LIMIT));
  const address = addressOf(request.headers);
  await countSignIn(body.email, address);
  const headers = new Headers(request.headers);
  headers.delete(ADDRESS_HEADER);
  headers.delete('content-length');
  if (address) headers.set(ADDRESS_HEADER, address);
  const response = await auth().handler(
    new Request(request.url, { method: 'POST', headers, body: JSON.stringify(body) }),
  );
  if (response.status >= 500) throw new Error(`better-auth answered ${response.status}`);
  if (!response.ok || !(await mayEnter(response))) return refused();
  await forgiveSignIn(body.email, address);
  return response;
}

/** A disabled user has the right password and no way in; their new session is ended again. */
async function mayEnter(response: Response): Promise<boolean> {
  const cookie = response.headers
    .getSetCookie()
    .map((entry) => entry.split(';')[0])
    .join('; ');
  const headers = new Headers({ cookie });
  if (await principalOf({ headers })) return true;
  await auth().api.signOut({ headers });
  return false;
}

/** The same answer for an unknown e-mail, a wrong password and a disabled user. */
const refused = () =>
  problem(new DomainError('unauthenticated', 'E-mail or password are not right.'), randomUUID());

async function signOut(request: Request): Promise<Response> {
  const principal = await principalOf(request);
  const response = await auth().handler(
    new Request(request.url, { method: 'POST', headers: withoutBody(request.headers) }),
  );
  if (principal) forgetPrincipals(principal.actor.userId);
  return response;
}

/** Nothing of a sign-out's body matters, so none is read. */
function withoutBody(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-type', 'transfer-encoding']) kept.delete(name);
  return kept;
}
