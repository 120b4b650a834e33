import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../domain/errors.ts';
import { validate } from '../http/input.ts';
import { problem } from '../http/problem.ts';
import { runtime } from '../runtime.ts';
import { auth } from './better-auth.ts';
import { countSignIn, forgiveSignIn } from './limiter.ts';
import { assertSameOrigin } from './origin.ts';
import { forgetPrincipals, principalOf } from './principal.ts';

const SignIn = z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(200), rememberMe: z.boolean().optional() });

/** The parts of better-auth that we offer; everything else it could do is not there. */
const OFFERED: Record<string, (request: Request) => Promise<Response>> = { 'sign-in/email': signIn, 'sign-out': signOut };

/** POST /api/auth/…: sign-in and sign-out, behind our own limiter and origin check. */
export async function handleAuth(request: Request, path: string): Promise<Response> {
  const requestId = randomUUID();
  try {
    assertSameOrigin(request);
    const offered = OFFERED[path];
    if (!offered) throw new DomainError('not_found', 'There is nothing at this address.');
    return await offered(request);
  } catch (error) {
    if (!(error instanceof DomainError)) runtime().log.error({ requestId, err: error }, 'sign-in failed');
    return problem(error, requestId);
  }
}

async function signIn(request: Request): Promise<Response> {
  const text = await request.text();
  if (text.length > 4096) throw new DomainError('too_large', 'That is no sign-in.');
  const body = validate(SignIn, parsed(text));
  const { env } = runtime();
  await countSignIn(body.email, env.TRUST_PROXY ? (request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? null) : null);
  const response = await auth().handler(new Request(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(body) }));
  if (response.ok && !(await mayEnter(response))) return refused();
  if (!response.ok) return refused();
  await forgiveSignIn(body.email);
  return response;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError('malformed_request', 'The body is not valid JSON.', { cause: error });
  }
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
const refused = () => problem(new DomainError('unauthenticated', 'E-mail or password are not right.'), randomUUID());

async function signOut(request: Request): Promise<Response> {
  const principal = await principalOf(request);
  const response = await auth().handler(request);
  if (principal) forgetPrincipals(principal.actor.userId);
  return response;
}
