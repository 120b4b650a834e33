import { z } from 'zod';

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');

/** Every environment variable that the program reads, with its default. README lists them for operators. */
const Environment = z.object({
  /** production: no demonstration data, no sandbox, secrets must be given. */
  IGNY8_ENV: z.enum(['production', 'development', 'test']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** Where people reach the web server: the origin that state-changing requests must come from. */
  PUBLIC_URL: z.url().optional(),
  /** Key ring for provider credentials, newest first: `id:base64,id:base64`, 32 bytes each. */
  ENCRYPTION_KEY: z.string().min(1),
  /** Signs session cookies; a key of its own. */
  SESSION_SECRET: z.string().min(32),
  /** Where images lie: this folder, or the S3-compatible bucket when one is named. */
  MEDIA_DIR: z.string().default('.data/media'),
  MEDIA_S3_BUCKET: z.string().optional(),
  MEDIA_S3_REGION: z.string().default('auto'),
  MEDIA_S3_ENDPOINT: z.url().optional(),
  MEDIA_S3_ACCESS_KEY_ID: z.string().optional(),
  MEDIA_S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** Lets provider base URLs be private addresses and plain http: for gateways inside a closed network. */
  ALLOW_PRIVATE_PROVIDERS: flag.default(false),
  /** Set while the local provider doubles run (see docs/sandbox.md). */
  SANDBOX_URL: z.url().optional(),
  /** Reads X-Forwarded-For from the proxy in front. Only set it when there is one. */
  TRUST_PROXY: flag.default(false),
  /** Not in production: a file with an ISO time that moves the clock, for rehearsals and tests. */
  TEST_CLOCK_FILE: z.string().optional(),
  /** JSON that changes members of the engine's settings (domain/runs/config.ts): timeouts, tries, calls at once, leases. */
  ENGINE_SETTINGS: z.string().optional(),
  /** An earlier installation to move over: PostgreSQL URL or dumpdata file (see migration/runbook.md), and where its archive goes. */
  LEGACY_SOURCE: z.string().optional(),
  LEGACY_ARCHIVE_DIR: z.string().default('.data/legacy'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = z.infer<typeof Environment>;

/** Reads the environment. Throws an error that names each variable at fault and never shows a value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`The environment is not right: ${faults}. See README, "Settings".`);
  }
  if (parsed.data.IGNY8_ENV === 'production' && parsed.data.TEST_CLOCK_FILE)
    throw new Error('TEST_CLOCK_FILE is refused in production.');
  return parsed.data;
}
