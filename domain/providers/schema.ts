import { createSelectSchema, createUpdateSchema } from 'drizzle-zod';
import { z } from 'zod';
import { credentials, providers, providerTests } from '#db/schema/index.ts';

/** Write-only: the value goes in and never comes out. Its shape is checked by the provider's own rule (see credentials.ts). */
export const SetCredential = z
  .strictObject({
    name: z.string().max(60),
    value: z.string().max(4000),
    /** Call the provider with it first, and store it only when that works. */
    test: z.boolean().default(true),
    /** Hours that the key it replaces stays valid beside it; 0 ends it at once. */
    overlapHours: z
      .number()
      .int()
      .min(0)
      .max(24 * 30)
      .default(0),
  })
  .meta({ id: 'SetCredential' });
export type SetCredential = z.infer<typeof SetCredential>;

export const TestConnection = z
  .strictObject({
    name: z.string().max(60).optional(),
    value: z.string().max(4000).optional(),
    credentialId: z.uuid().optional(),
  })
  .meta({
    id: 'TestConnection',
    description: 'Without a value the stored key is tested. An unsaved value is tested and not stored.',
  });
export type TestConnection = z.infer<typeof TestConnection>;

export const UpdateProvider = createUpdateSchema(providers, {
  name: z.string().trim().min(1).max(80),
  baseUrl: z.url().max(300),
})
  .pick({ name: true, baseUrl: true, isActive: true })
  .extend({
    name: z.string().trim().min(1).max(80).optional(),
    baseUrl: z.url().max(300).optional(),
    /** When the provider serves defaults and is switched off: which model becomes the default of each type instead. */
    defaultReplacements: z
      .array(z.strictObject({ modelType: z.enum(['text', 'image']), modelId: z.uuid() }))
      .max(2)
      .optional(),
  })
  .strict()
  .meta({ id: 'UpdateProvider' });
export type UpdateProvider = z.infer<typeof UpdateProvider>;

/** Why a stored key cannot be used: bound to another address, sealed with an encryption key that is not here, or altered. */
export const CREDENTIAL_PROBLEMS = ['bound_elsewhere', 'unknown_encryption_key', 'altered'] as const;

export const Credential = createSelectSchema(credentials)
  .pick({
    id: true,
    name: true,
    lastFour: true,
    fingerprint: true,
    status: true,
    isSandbox: true,
    retiresAt: true,
    lastUsedAt: true,
    lastFailedAt: true,
    lastError: true,
    createdAt: true,
  })
  .extend({
    version: z.number().int(),
    boundOrigin: z.string(),
    problem: z.enum(CREDENTIAL_PROBLEMS).nullable(),
    createdByLabel: z.string().nullable(),
    /** Until when a revoked key can be brought back. */
    restorableUntil: z.date().nullable(),
  })
  .meta({ id: 'Credential', description: 'A stored secret as it is ever shown: never its value.' });
export type Credential = z.infer<typeof Credential>;

export const OwnKey = Credential.extend({ providerId: z.uuid(), provider: z.string() }).meta({
  id: 'OwnKey',
  description: "An account's own key at a provider: its runs call with it instead of the platform's.",
});
export type OwnKey = z.infer<typeof OwnKey>;
export const OwnKeyList = z.object({ data: z.array(OwnKey) }).meta({ id: 'OwnKeyList' });

export const ConnectionTest = createSelectSchema(providerTests)
  .omit({ providerId: true })
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.infer<typeof ConnectionTest>;

export const TestOutcome = z
  .strictObject({
    ok: z.boolean(),
    latencyMs: z.number().int(),
    testedAt: z.string().meta({ description: 'The address that was called.' }),
    error: z.strictObject({ kind: z.string(), message: z.string() }).nullable(),
    modelsSeen: z.number().int().nullable(),
    models: z.array(
      z.strictObject({
        id: z.uuid(),
        modelName: z.string(),
        found: z.boolean(),
        shutdownAt: z.date().nullable(),
      }),
    ),
  })
  .meta({ id: 'TestOutcome' });
export type TestOutcome = z.infer<typeof TestOutcome>;

export const PROVIDER_HEALTH = ['ok', 'failing', 'untested', 'no_key', 'undecryptable', 'off'] as const;

export const Provider = createSelectSchema(providers)
  .omit({ credentialFields: true })
  .extend({
    hasAdapter: z.boolean(),
    credentialFields: z.array(
      z.strictObject({ name: z.string(), label: z.string(), example: z.string(), isSet: z.boolean() }),
    ),
    credentials: z.array(Credential),
    tests: z.array(ConnectionTest),
    health: z.enum(PROVIDER_HEALTH),
    healthDetail: z.string().nullable(),
    modelCount: z.number().int(),
  })
  .meta({ id: 'Provider' });
export type Provider = z.infer<typeof Provider>;
