import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant, version } from './columns.ts';
import { accounts, users } from './identity.ts';

export const providerKind = pgEnum('provider_kind', ['ai', 'email', 'payment']);
export const credentialStatus = pgEnum('credential_status', ['active', 'retiring', 'failing', 'revoked']);

/** One secret that a provider takes: its name, what people call it, and the shape a value has at the provider's own address. */
export type CredentialField = { name: string; label: string; pattern: string; example: string };

/** An outside service that the platform calls with a key of ours. */
export const providers = pgTable('providers', {
  id: id(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  kind: providerKind('kind').notNull(),
  baseUrl: text('base_url').notNull(),
  /** The provider's own address: where a real key brings the provider back to from the sandbox. */
  liveBaseUrl: text('live_base_url').notNull(),
  isActive: boolean('is_active').notNull().default(true),
  /** True while base_url is the local double: every page says Sandbox. */
  isSandbox: boolean('is_sandbox').notNull().default(false),
  credentialFields: jsonb('credential_fields').$type<CredentialField[]>().notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  version: version(),
});

/** A secret of a provider, encrypted and bound to this row (see domain/providers/vault.ts). Null account_id: the platform's own. */
export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => providers.id),
    accountId: uuid('account_id').references(() => accounts.id),
    name: text('name').notNull(),
    secret: text('secret').notNull(),
    keyId: text('key_id').notNull(),
    secretVersion: integer('secret_version').notNull().default(1),
    boundOrigin: text('bound_origin').notNull(),
    lastFour: text('last_four'),
    fingerprint: text('fingerprint').notNull(),
    status: credentialStatus('status').notNull().default('active'),
    isSandbox: boolean('is_sandbox').notNull().default(false),
    retiresAt: instant('retires_at'),
    lastUsedAt: instant('last_used_at'),
    lastFailedAt: instant('last_failed_at'),
    lastError: text('last_error'),
    createdBy: uuid('created_by').references(() => users.id),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (t) => [
    index('credentials_provider').on(t.providerId),
    index('credentials_key_id').on(t.keyId),
    uniqueIndex('credentials_one_active')
      .on(t.providerId, t.name, sql`coalesce(${t.accountId}, '00000000-0000-0000-0000-000000000000'::uuid)`)
      .where(sql`${t.status} = 'active'`),
    check('credentials_secret_present', sql`${t.secret} <> ''`),
    check('credentials_retiring_until', sql`${t.status} <> 'retiring' or ${t.retiresAt} is not null`),
  ],
);

/** The last connection tests of a provider, newest first on its page: keyed by what was tested. */
export const providerTests = pgTable(
  'provider_tests',
  {
    id: id(),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => providers.id, { onDelete: 'cascade' }),
    credentialId: uuid('credential_id').references(() => credentials.id, { onDelete: 'cascade' }),
    ok: boolean('ok').notNull(),
    latencyMs: integer('latency_ms').notNull(),
    error: text('error'),
    modelsSeen: integer('models_seen'),
    at: instant('at').notNull(),
  },
  (t) => [index('provider_tests_recent').on(t.providerId, t.at)],
);

/** Proof for each encryption key that the one in the environment is the one that was used: a known text sealed with it. */
export const keyChecks = pgTable('key_checks', {
  keyId: text('key_id').primaryKey(),
  sealed: text('sealed').notNull(),
  createdAt: instant('created_at').notNull(),
});
