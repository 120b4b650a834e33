import { drizzleAdapter } from '@better-auth/drizzle-adapter';
import { betterAuth } from 'better-auth';
import { uuidv7 } from 'uuidv7';
import { loginMethods, sessions, users, verifications } from '../../db/schema/index.ts';
import { hashPassword, verifyPassword } from '../../domain/identity/index.ts';
import { runtime } from '../runtime.ts';
import { ADDRESS_HEADER, trustedOrigins } from './origin.ts';

const DAY = 24 * 60 * 60;

/** better-auth on our tables: e-mail and password, sessions in the database, no cookie cache, no sign-up of strangers. */
function createAuth() {
  const { env, connection, log } = runtime();
  const secure = env.PUBLIC_URL?.startsWith('https:') ?? false;
  return betterAuth({
    secret: env.SESSION_SECRET,
    baseURL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    basePath: '/api/auth',
    trustedOrigins: trustedOrigins(),
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error({ from: 'better-auth' }, message) }, // the message alone: its values may be secrets
    rateLimit: { enabled: false }, // our own atomic limiter stands in front (limiter.ts)
    database: drizzleAdapter(connection.db, {
      provider: 'pg',
      schema: { user: users, session: sessions, account: loginMethods, verification: verifications },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    session: { expiresIn: 14 * DAY, updateAge: DAY, cookieCache: { enabled: false } },
    advanced: {
      // Over https no other host or subdomain can set our cookie: the browser holds a __Host- name to that.
      cookiePrefix: secure ? '__Host-igny8' : 'igny8',
      useSecureCookies: false, // would put its own prefix before ours
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/', secure },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
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
