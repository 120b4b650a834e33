import { type ProviderRow, type RegistrySnapshot, registrySnapshot } from '../models/index.ts';
import {
  type OpenedCredential,
  openCredential,
  type ProviderCall,
  reportCredential,
} from '../providers/index.ts';
import type { Engine } from './engine.ts';
import type { Answer } from './ledger.ts';

const KEPT_MS = 30_000;
const REPORTED_MS = 30_000;

// Kept with the snapshot of the registry, which goes as soon as any key changes.
const opened = new WeakMap<RegistrySnapshot, Map<string, { credential: OpenedCredential; at: number }>>();
const reported = new Map<string, number>();

/**
 * The key to call a provider with for an account: its own where it has one, else the platform's (docs/decisions/0012). Opened at most
 * every half minute while nothing in the registry changes. Throws not_configured.
 */
export async function providerKey(
  engine: Engine,
  provider: ProviderRow,
  accountId: string,
): Promise<OpenedCredential> {
  const snapshot = await registrySnapshot(engine.ctx);
  const known = opened.get(snapshot) ?? new Map<string, { credential: OpenedCredential; at: number }>();
  opened.set(snapshot, known);
  const place = `${provider.id} ${accountId}`;
  const kept = known.get(place);
  if (kept && performance.now() - kept.at < KEPT_MS) return kept.credential;
  const credential = await openCredential(engine.ctx, {
    providerId: provider.id,
    accountId,
    orPlatform: true,
  });
  known.set(place, { credential, at: performance.now() });
  return credential;
}

/** An answer as it costs the platform: nothing where the account's own key was called with. */
export const costOf = (credential: OpenedCredential, answer: Answer): Answer =>
  credential.isOwn ? { ...answer, costUsd: '0' } : answer;

/** What the adapter is given for one call. */
export const providerCall = (
  credential: OpenedCredential,
  options: ProviderCall['options'],
  timeoutMs: number,
  signal: AbortSignal,
): ProviderCall => ({
  baseUrl: credential.baseUrl,
  secret: credential.secret.reveal(),
  allowPrivate: credential.allowPrivate,
  options,
  timeoutMs,
  signal,
});

/** Notes that a key works, now and then. */
export async function reportWorking(engine: Engine, credentialId: string): Promise<void> {
  const last = reported.get(credentialId);
  if (last !== undefined && performance.now() - last < REPORTED_MS) return;
  reported.set(credentialId, performance.now());
  await reportCredential(engine.ctx, credentialId, { ok: true });
}

/** Notes that the provider refused a key. */
export async function reportRefused(engine: Engine, credentialId: string, error: string): Promise<void> {
  reported.delete(credentialId);
  await reportCredential(engine.ctx, credentialId, { ok: false, error, unauthorized: true });
}
