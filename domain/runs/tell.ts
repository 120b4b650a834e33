import type { Context } from '../context.ts';
import { raiseNotice } from '../notices/index.ts';
import type { ServingModel } from '../operations/index.ts';
import type { ProviderError } from '../providers/index.ts';

const TITLES: Partial<Record<ProviderError['kind'], (model: ServingModel) => string>> = {
  unauthorized: ({ provider }) => `${provider.name} refuses our key`,
  insufficient_quota: ({ provider }) => `Our account at ${provider.name} has run out`,
  model_not_found: ({ provider, served }) => `${provider.name} does not serve ${served.displayName} any more`,
};

/** Tells administrators, once a day for each provider or model, what only they can mend. The message is the provider's, scrubbed. */
export async function tellAdministrators(ctx: Context, model: ServingModel, error: ProviderError): Promise<void> {
  const title = TITLES[error.kind];
  if (!title) return;
  const about = error.kind === 'model_not_found' ? model.served.id : model.provider.id;
  await raiseNotice(ctx, {
    audience: 'administrator',
    kind: `provider.${error.kind}`,
    key: `${about}:${ctx.clock.now().toISOString().slice(0, 10)}`,
    title: title(model),
    body: error.message,
    link: error.kind === 'model_not_found' ? `/admin/models/${model.served.id}` : `/admin/providers/${model.provider.id}`,
  });
}
