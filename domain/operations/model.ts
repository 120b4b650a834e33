import type { Context } from '../context.ts';
import { DomainError, invalidField } from '../errors.ts';
import {
  type Choice,
  isResolved,
  type ModelType,
  type ProviderRow,
  type RegistrySnapshot,
  type Resolved,
  registrySnapshot,
  resolve,
  siteChoice,
  tierModel,
  unusable,
} from '../models/index.ts';
import type { SiteProfile } from './site.ts';

/** The model that serves a call, whose price is paid, and the provider that is called. */
export type ServingModel = Resolved & { provider: ProviderRow };

type Override = { modelId?: string | undefined; tier?: string | undefined };

/**
 * Resolves the model for an operation on a site, now. Throws invalid_field for a named model or tier that there is not, and
 * not_configured with the missing setting where nothing can serve; there is no fallback beyond the registry's own.
 */
export async function servingModel(
  ctx: Context,
  site: SiteProfile,
  modelType: ModelType,
  override: Override = {},
): Promise<ServingModel> {
  const snapshot = await registrySnapshot(ctx);
  const now = ctx.clock.now();
  const choice = siteChoice(site, modelType, {
    modelId: override.modelId ?? null,
    tier: override.tier ?? null,
  });
  refuseUnknown(snapshot, modelType, override);
  const resolved = resolve(snapshot, choice, now);
  if (!isResolved(resolved)) throw notConfigured(snapshot, choice, now, resolved.unresolved);
  const provider = snapshot.providers.get(resolved.served.providerId);
  if (!provider)
    throw new DomainError('not_configured', `${resolved.served.displayName} has no provider.`, {
      extra: { modelType, link: '/admin/models' },
    });
  return { ...resolved, provider };
}

function refuseUnknown(snapshot: RegistrySnapshot, modelType: ModelType, { modelId, tier }: Override): void {
  if (modelId && snapshot.models.get(modelId)?.modelType !== modelType)
    throw invalidField('model_id', `There is no ${modelType} model with this id.`);
  if (tier && !snapshot.tiers.some((row) => row.tier === tier))
    throw invalidField('tier', 'There is no such quality tier.');
}

/** Says what is missing and where to mend it: the page of the provider whose key or switch is at fault, else the models. */
function notConfigured(
  snapshot: RegistrySnapshot,
  { modelType, modelId, tier }: Choice,
  now: Date,
  detail: string,
): DomainError {
  const standing = [...snapshot.models.values()].find(
    (model) => model.modelType === modelType && model.isDefault,
  );
  const asked = modelId ? snapshot.models.get(modelId) : tier ? tierModel(snapshot, tier) : standing;
  const provider = asked ? snapshot.providers.get(asked.providerId) : undefined;
  const atFault = provider && unusable(provider, now) ? provider : undefined;
  return new DomainError('not_configured', detail, {
    extra: {
      modelType,
      ...(atFault
        ? { provider: atFault.slug, providerId: atFault.id, link: `/admin/providers/${atFault.id}` }
        : { link: '/admin/models' }),
    },
  });
}
