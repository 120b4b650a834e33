import { drizzleAdapter } from '@better-auth/drizzle-adapter';
import { betterAuth } from 'better-auth';
import { uuidv7 } from 'uuidv7';
import { loginMethods, sessions, users, verifications } from '../../db/schema/index.ts';
import { hashPassword, verifyPassword } from '../../domain/identity/index.ts';
import { runtime } from '../runtime.ts';
import { trustedOrigins } from './origin.ts';

const DAY = 24 * 60 * 60;

/** better-auth on our tables: e-mail and password, sessions in the database, no cookie cache, no sign-up of strangers. */
function createAuth() {
  const { env, connection } = runtime();
  return betterAuth({
    secret: env.SESSION_SECRET,
    baseURL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    basePath: '/api/auth',
    trustedOrigins: trustedOrigins(),
    telemetry: { enabled: false },
    rateLimit: { enabled: false }, // our own atomic limiter stands in front (limiter.ts)
    database: drizzleAdapter(connection.db, { provider: 'pg', schema: { user: users, session: sessions, account: loginMethods, verification: verifications } }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    session: { expiresIn: 14 * DAY, updateAge: DAY, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: 'igny8',
      useSecureCookies: env.PUBLIC_URL?.startsWith('https:') ?? false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      database: { generateId: () => uuidv7() },
    },
  });
}

const holder = globalThis as typeof globalThis & { igny8Auth?: ReturnType<typeof createAuth> };

/** The process's better-auth. */
export function auth() {
  holder.igny8Auth ??= createAuth();
  return holder.igny8Auth;
}
