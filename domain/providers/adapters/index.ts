import { DomainError } from '../../errors.ts';
import { openai } from './openai.ts';
import { runware } from './runware.ts';
import { resend, stripe } from './services.ts';
import type { Adapter } from './types.ts';

export { PROVIDER_ERROR_KINDS, ProviderError, type ProviderErrorKind, scrub } from './errors.ts';
export type * from './types.ts';

const ADAPTERS: ReadonlyMap<string, Adapter> = new Map(
  [openai, runware, resend, stripe].map((adapter) => [adapter.slug, adapter]),
);

/** The adapter of a provider by its slug. Throws not_configured for a provider that nobody has written one for. */
export function adapterFor(slug: string): Adapter {
  const adapter = ADAPTERS.get(slug);
  if (!adapter)
    throw new DomainError('not_configured', `The provider ${slug} has no adapter in this version.`);
  return adapter;
}
