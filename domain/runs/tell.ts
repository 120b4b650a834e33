import type { Context } from '../context.ts';
import { raiseNotice } from '../notices/index.ts';
import type { ServingModel } from '../operations/index.ts';
import type { ProviderError } from '../providers/index.ts';
import { providerKey } from './credential.ts';
import type { outcome } from './state.ts';
import type { Turn } from './turn.ts';

const TITLES: Partial<Record<ProviderError['kind'], (model: ServingModel, whose: string) => string>> = {
  unauthorized: ({ provider }, whose) => `${provider.name} refuses ${whose} key`,
  insufficient_quota: ({ provider }, whose) => `${provider.name}: the account of ${whose} key has run out`,
  model_not_found: ({ provider, served }) => `${provider.name} does not serve ${served.displayName} any more`,
};

/** Tells administrators, once a day for each provider, model or account's own key, what only they can mend. The message is the provider's, scrubbed. */
export async function tellAdministrators(
  { ctx, engine, run }: Turn,
  model: ServingModel,
  error: ProviderError,
): Promise<void> {
  const title = TITLES[error.kind];
  if (!title) return;
  const aboutModel = error.kind === 'model_not_found';
  const isOwn = !aboutModel && (await providerKey(engine, model.provider, run.accountId)).isOwn;
  const [about, link] = aboutModel
    ? [model.served.id, `/admin/models/${model.served.id}`]
    : isOwn
      ? [`${model.provider.id}:${run.accountId}`, `/admin/accounts/${run.accountId}`]
      : [model.provider.id, `/admin/providers/${model.provider.id}`];
  await raiseNotice(ctx, {
    audience: 'administrator',
    kind: `provider.${error.kind}`,
    key: `${about}:${ctx.clock.now().toISOString().slice(0, 10)}`,
    title: title(model, isOwn ? 'an account’s own' : 'our'),
    body: error.message,
    link,
  });
}

/** A run that took at least this long is told of when it ends: its person has turned to something else. Milliseconds. */
const LONG_MS = 60_000;
const ENDS = {
  succeeded: 'is done',
  partly_succeeded: 'is done, and some of it failed',
  failed: 'failed',
} as const;

/** Tells the account's people that a long run has ended; an automation tells of its own end. Joins the caller's transaction. */
export async function tellOfEnd(
  ctx: Context,
  { run, operation, site, fence }: Turn,
  end: NonNullable<ReturnType<typeof outcome>>,
): Promise<void> {
  if (run.automationRunId || ctx.clock.now().getTime() - run.createdAt.getTime() < LONG_MS) return;
  await raiseNotice(ctx, {
    audience: 'account',
    accountId: run.accountId,
    kind: `run.${end.status}`,
    key: `${run.id}:${fence}`,
    title: `${operation.title} ${ENDS[end.status]}: ${site.name}`,
    body: end.errorMessage ?? '',
    link: `/runs/${run.id}`,
  });
}
