import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FaultRequest } from '../../../sandbox/index.ts';
import { imageRequest, testSandbox, textRequest } from '../../../tests/providers.ts';
import { checkImage } from '../../media/index.ts';
import {
  adapterFor,
  type ImageResult,
  PROVIDER_ERROR_KINDS,
  type ProviderCall,
  ProviderError,
  type ProviderErrorKind,
  type Reconciled,
  type TextResult,
} from './index.ts';

const s = testSandbox();
const [openai, runware] = [adapterFor('openai'), adapterFor('runware')];

interface Kind {
  name: string;
  provider: 'openai' | 'runware';
  generate(call: ProviderCall, reference: string): Promise<TextResult | ImageResult> | undefined;
  reconcile(call: ProviderCall, reference: string): Promise<Reconciled<TextResult | ImageResult>> | undefined;
}
const KINDS: Kind[] = [
  {
    name: 'text of OpenAI',
    provider: 'openai',
    generate: (call, reference) => openai.text?.generate(call, textRequest({ reference })),
    reconcile: (call, reference) => openai.text?.reconcile(call, reference),
  },
  {
    name: 'images of OpenAI',
    provider: 'openai',
    generate: (call, reference) => openai.image?.generate(call, imageRequest({ reference })),
    reconcile: (call, reference) => openai.image?.reconcile(call, reference),
  },
  {
    name: 'images of Runware',
    provider: 'runware',
    generate: (call, reference) =>
      runware.image?.generate(call, imageRequest({ model: 'runware:97@1', reference })),
    reconcile: (call, reference) => runware.image?.reconcile(call, reference),
  },
];

interface Case {
  fault: FaultRequest;
  kind: ProviderErrorKind;
  accepted: 'no' | 'unknown';
  retryAfterMs?: number;
  isRetryable?: boolean;
  over?: Partial<ProviderCall>;
}
const CASES: Case[] = [
  { fault: { kind: 'unauthorized' }, kind: 'unauthorized', accepted: 'no' },
  {
    fault: { kind: 'rate_limited', retryAfterSeconds: 7 },
    kind: 'rate_limited',
    accepted: 'no',
    retryAfterMs: 7_000,
    isRetryable: true,
  },
  { fault: { kind: 'insufficient_quota' }, kind: 'insufficient_quota', accepted: 'no' },
  { fault: { kind: 'model_not_found' }, kind: 'model_not_found', accepted: 'no' },
  { fault: { kind: 'refused' }, kind: 'refused', accepted: 'no' },
  { fault: { kind: 'server_error' }, kind: 'server_error', accepted: 'no', isRetryable: true },
  { fault: { kind: 'gateway_timeout' }, kind: 'server_error', accepted: 'unknown' },
  { fault: { kind: 'cut_before' }, kind: 'connection_lost', accepted: 'unknown' },
  { fault: { kind: 'cut_after' }, kind: 'connection_lost', accepted: 'unknown' },
  {
    fault: { kind: 'slow', delayMs: 60_000 },
    kind: 'timeout',
    accepted: 'unknown',
    over: { timeoutMs: 150 },
  },
  { fault: { kind: 'malformed_json' }, kind: 'malformed_output', accepted: 'unknown' },
  { fault: { kind: 'brotli' }, kind: 'malformed_output', accepted: 'unknown' },
  { fault: { kind: 'redirect' }, kind: 'invalid_request', accepted: 'no' },
];

const failure = async (promise: Promise<unknown> | undefined): Promise<ProviderError> => {
  const error = await promise?.then(
    () => 'it succeeded',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
};

describe.each(KINDS)('$name', ({ provider, generate, reconcile }) => {
  it.each(CASES)(
    '$fault.kind → $kind, accepted: $accepted',
    async ({ fault, kind, accepted, retryAfterMs = null, isRetryable = false, over }) => {
      const reference = randomUUID();
      s.sandbox.inject({ provider, ...fault });
      const error = await failure(generate(s.call(provider, over), reference));
      expect(error).toMatchObject({ kind, accepted, retryAfterMs, isRetryable });
      expect(error.message.length).toBeGreaterThan(10);
      expect(error.message).not.toContain(s.call(provider).secret);
      const billed = s.sandbox.journal.byReference().get(reference) ?? 0;
      // The promise behind "accepted: no": the provider has not done and billed it.
      if (accepted === 'no') expect(billed).toBe(0);
      else expect(billed).toBe(['cut_after', 'malformed_json', 'brotli'].includes(fault.kind) ? 1 : 0);
      if (accepted === 'unknown') {
        const found = await reconcile(s.call(provider), reference);
        const cannotAsk = provider === 'openai' && reconcile === KINDS[1]?.reconcile;
        if (cannotAsk) expect(found).toBe('unknown');
        else if (billed === 1)
          expect(found).toMatchObject('images' in (found as object) ? { images: [{}] } : { usage: {} });
        else expect(found).toBe('not_found');
        expect(s.sandbox.journal.byReference().get(reference) ?? 0).toBe(billed);
      }
    },
  );

  it('is one call for one reference when nothing is wrong', async () => {
    const reference = randomUUID();
    await generate(s.call(provider), reference);
    expect(s.sandbox.journal.byReference().get(reference)).toBe(1);
  });

  it('tells a host that cannot be reached from an answer that got lost', async () => {
    const error = await failure(
      generate(s.call(provider, { baseUrl: 'http://127.0.0.1:9/v1' }), randomUUID()),
    );
    expect(error).toMatchObject({ kind: 'connection_lost', accepted: 'no', isRetryable: true });
  });

  it('stays with public hosts unless private ones are allowed', async () => {
    const reference = randomUUID();
    const error = await failure(generate(s.call(provider, { allowPrivate: false }), reference));
    expect(error).toMatchObject({ kind: 'invalid_request', accepted: 'no' });
    expect(s.sandbox.journal.byReference().has(reference)).toBe(false);
  });

  it('leaves the outcome open when the caller gives up in the middle', async () => {
    const caller = new AbortController();
    s.sandbox.inject({ provider, kind: 'slow', delayMs: 60_000 });
    const pending = failure(generate(s.call(provider, { signal: caller.signal }), randomUUID()));
    caller.abort();
    expect(await pending).toMatchObject({ kind: 'connection_lost', accepted: 'unknown' });
  });
});

describe('text', () => {
  it('that breaks its schema comes back as it is, to be repaired and metered', async () => {
    s.sandbox.inject({ kind: 'malformed_output', provider: 'openai' });
    const answer = await openai.text?.generate(s.call('openai'), textRequest());
    expect(() => JSON.parse(answer?.text ?? '')).toThrow(SyntaxError);
    expect(answer?.usage.totalTokens).toBeGreaterThan(0);
  });

  it('of endless length is not read to its end', async () => {
    s.sandbox.inject({ kind: 'oversize', provider: 'openai' });
    expect(await failure(openai.text?.generate(s.call('openai'), textRequest()))).toMatchObject({
      kind: 'malformed_output',
      accepted: 'unknown',
    });
  });
});

describe('images', () => {
  it.each([
    ['openai', 'image', 'gpt-image-2.5-flare'],
    ['runware', 'download', 'runware:97@1'],
  ] as const)(
    'of %s that are none are found out before they are stored',
    async (provider, endpoint, model) => {
      s.sandbox.inject({ kind: 'wrong_image_type', provider, endpoint });
      const answer = await adapterFor(provider).image?.generate(s.call(provider), imageRequest({ model }));
      await expect(checkImage(answer?.images[0]?.bytes ?? Buffer.alloc(0))).rejects.toMatchObject({
        code: 'provider_error',
      });
    },
  );

  it('of endless length are not read to their end, and remain to be asked for', async () => {
    s.sandbox.inject({ kind: 'oversize', provider: 'runware', endpoint: 'download', times: 2 });
    expect(
      await failure(runware.image?.generate(s.call('runware'), imageRequest({ model: 'runware:97@1' }))),
    ).toMatchObject({ accepted: 'unknown' });
  });

  it('of Runware whose answer lacks them are asked for by the task', async () => {
    const reference = randomUUID();
    s.sandbox.inject({ kind: 'malformed_output', provider: 'runware' });
    expect(
      await failure(
        runware.image?.generate(s.call('runware'), imageRequest({ model: 'runware:97@1', reference })),
      ),
    ).toMatchObject({
      kind: 'malformed_output',
      accepted: 'unknown',
    });
    expect(await runware.image?.reconcile(s.call('runware'), reference)).toMatchObject({
      images: [{ contentType: 'image/png' }],
    });
  });
});

describe.each(['openai', 'runware', 'resend', 'stripe'] as const)('the key test of %s', (provider) => {
  it('passes with the key and says what is wrong without', async () => {
    await expect(adapterFor(provider).listModels(s.call(provider))).resolves.toBeInstanceOf(Array);
    const error = await failure(
      adapterFor(provider).listModels(s.call(provider, { secret: 'sk_live_wrong0123456789abcdef' })),
    );
    expect(error).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(error.message).toMatch(/key/i);
    expect(error.message).not.toMatch(/cdef|0123456789/);
  });

  it.each([
    ['rate_limited', 'rate_limited'],
    ['server_error', 'server_error'],
    ['cut_before', 'connection_lost'],
    ['malformed_json', 'malformed_output'],
    ['slow', 'timeout'],
  ] as const)('reports %s as %s', async (kind, expected) => {
    s.sandbox.inject({ kind, provider, endpoint: 'models', delayMs: 60_000 });
    expect(
      await failure(adapterFor(provider).listModels(s.call(provider, { timeoutMs: 150 }))),
    ).toMatchObject({ kind: expected });
  });
});

it('every kind of error is one that callers know', () => {
  for (const { kind } of CASES) expect(PROVIDER_ERROR_KINDS).toContain(kind);
  expect(() => adapterFor('nobody')).toThrow(expect.objectContaining({ code: 'not_configured' }));
});
