import { and, eq } from 'drizzle-orm';
import { aiModels, credentials, providers } from '#db/schema/index.ts';
import { recordAudit } from '../audit/index.ts';
import { type Context, requireAdministrator } from '../context.ts';
import { DomainError, staleVersion } from '../errors.ts';
import { changeRegistry, findReferences, makeDefault, type References } from '../models/index.ts';
import { assertPublicUrl } from './address.ts';
import { originOf, type ProviderRow } from './binding.ts';
import { isSandboxAddress, privateAllowed } from './policy.ts';
import { getProvider, providerRow } from './queries.ts';
import type { Provider, UpdateProvider } from './schema.ts';

/** What an update of a provider answers: the provider, and how many stored keys another address has made void. */
export interface UpdatedProvider extends Provider {
  voidedCredentials: number;
}

/**
 * Changes a provider's name, address or active flag. Switching off one that serves defaults needs a replacement for each (409 lists
 * them). Another address voids the stored keys, which are bound to the old one; setting it back makes them valid again.
 */
export async function updateProvider(
  ctx: Context,
  id: string,
  expectedVersion: number,
  input: UpdateProvider,
): Promise<UpdatedProvider> {
  const voidedCredentials = await changeRegistry(ctx, async (tx) => {
    const row = await providerRow(tx, id, true);
    if (row.version !== expectedVersion) throw staleVersion('provider', row.version);
    const fields: Partial<ProviderRow> = {};
    if (input.name !== undefined) fields.name = input.name;
    if (input.isActive !== undefined) fields.isActive = input.isActive;
    if (input.baseUrl !== undefined && input.baseUrl !== row.baseUrl) {
      fields.isSandbox = isSandboxAddress(input.baseUrl);
      fields.baseUrl = assertPublicUrl(input.baseUrl, {
        allowPrivate: fields.isSandbox || privateAllowed(),
        path: 'baseUrl',
      });
    }
    if (row.isActive && input.isActive === false)
      await moveDefaults(tx, row, input.defaultReplacements ?? []);
    const names = Object.keys(fields) as (keyof ProviderRow)[];
    if (names.length === 0) return 0;
    await tx.db
      .update(providers)
      .set({ ...fields, version: row.version + 1, updatedAt: ctx.clock.now() })
      .where(eq(providers.id, id));
    await recordAudit(tx, {
      action:
        input.isActive === false && row.isActive
          ? 'provider.deactivated'
          : input.isActive && !row.isActive
            ? 'provider.activated'
            : 'provider.updated',
      object: { type: 'provider', id, label: row.name },
      before: Object.fromEntries(names.map((name) => [name, row[name]])),
      after: Object.fromEntries(names.map((name) => [name, fields[name]])),
    });
    return fields.baseUrl && originOf(fields.baseUrl) !== originOf(row.baseUrl)
      ? countBound(tx, id, originOf(row.baseUrl))
      : 0;
  });
  return { ...(await getProvider(ctx, id)), voidedCredentials };
}

async function countBound(ctx: Context, providerId: string, origin: string): Promise<number> {
  const rows = await ctx.db
    .select({ status: credentials.status })
    .from(credentials)
    .where(and(eq(credentials.providerId, providerId), eq(credentials.boundOrigin, origin)));
  return rows.filter((row) => row.status !== 'revoked').length;
}

async function moveDefaults(
  ctx: Context,
  provider: ProviderRow,
  replacements: { modelType: 'text' | 'image'; modelId: string }[],
): Promise<void> {
  const defaults = await ctx.db
    .select()
    .from(aiModels)
    .where(and(eq(aiModels.providerId, provider.id), eq(aiModels.isDefault, true)));
  const open = defaults.filter(
    (model) => !replacements.some((replacement) => replacement.modelType === model.modelType),
  );
  if (open.length > 0)
    throw new DomainError(
      'in_use',
      `${provider.name} serves ${open.map((model) => `the default ${model.modelType} model (${model.displayName})`).join(' and ')}. Say which models become the default instead.`,
      {
        extra: {
          defaults: open.map(({ id, modelType, modelName, displayName }) => ({
            id,
            modelType,
            modelName,
            displayName,
          })),
          references: await providerReferences(ctx, provider.id),
        },
      },
    );
  for (const replacement of replacements.filter((candidate) =>
    defaults.some((model) => model.modelType === candidate.modelType),
  )) {
    const made = await makeDefault(ctx, replacement.modelId);
    if (made.providerId === provider.id || made.modelType !== replacement.modelType)
      throw new DomainError(
        'invalid_field',
        `${made.displayName} cannot become the default ${replacement.modelType} model when ${provider.name} is switched off.`,
        {
          fields: [
            { path: 'defaultReplacements', message: 'A model of the same type from another provider.' },
          ],
        },
      );
  }
}

/** What uses a provider: its models, and all that uses them. Throws 404. */
export async function providerReferences(ctx: Context, providerId: string): Promise<References> {
  requireAdministrator(ctx);
  await providerRow(ctx, providerId);
  const models = await ctx.db
    .select()
    .from(aiModels)
    .where(eq(aiModels.providerId, providerId))
    .orderBy(aiModels.displayName);
  const used = await findReferences(ctx, {
    modelIds: models.map((model) => model.id),
    tiers: models.flatMap((model) =>
      model.status === 'active' && model.qualityTier ? [model.qualityTier] : [],
    ),
    defaults: models.filter((model) => model.isDefault).map((model) => model.modelType),
  });
  const items = models.map((model) => ({
    kind: 'model',
    id: model.id,
    label: `${model.displayName}${model.isDefault ? ' (default)' : ''}`,
    link: `/admin/models/${model.id}`,
  }));
  return {
    blocksDeletion: models.length > 0,
    groups: [
      ...(items.length > 0 ? [{ kind: 'model', title: 'Models', count: items.length, items }] : []),
      ...used.groups,
    ],
  };
}
