import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageRequest, testSandbox, textRequest } from '../../../tests/providers.ts';
import { adapterFor, type ProviderError } from './index.ts';

const s = testSandbox();
const { text, image, listModels } = adapterFor('openai');
if (!text || !image) throw new Error('The adapter lacks a kind.');
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('It succeeded.');
    },
    (error: unknown) => error as ProviderError,
  );

describe('text', () => {
  it('gives the answer in the demanded shape, with the usage that credits count', async () => {
    const request = textRequest({ instructions: 'Be exact. '.repeat(600) });
    const answer = await text.generate(s.call('openai', { options: { reasoning: true } }), request);
    expect(JSON.parse(answer.text)).toMatchObject({
      clusters: [{ name: 'Garden Shed' }, { name: 'Greenhouse Heater' }],
    });
    expect(answer.finish).toBe('stop');
    expect(answer.usage.cachedInputTokens).toBeGreaterThan(1_000);
    expect(answer.usage.reasoningTokens).toBeGreaterThan(0);
    expect(answer.usage.totalTokens).toBe(answer.usage.inputTokens + answer.usage.outputTokens);
    expect(answer.providerRequestId).toMatch(/^req/);
    expect(s.sandbox.journal.byReference().get(request.reference)).toBe(1);
    expect(s.sandbox.journal.all().at(-1)).toMatchObject({
      model: 'gpt-5.1',
      totalTokens: answer.usage.totalTokens,
    });
  });

  it('says that an answer was cut at the limit, which is metered all the same', async () => {
    const answer = await text.generate(s.call('openai'), textRequest({ maxOutputTokens: 90 }));
    expect(answer.finish).toBe('length');
    expect(answer.usage.totalTokens).toBeGreaterThan(0);
  });

  it('finds a lost answer by our reference, and says so when there is none', async () => {
    const request = textRequest();
    s.sandbox.inject({ kind: 'cut_after', provider: 'openai' });
    expect(await failure(text.generate(s.call('openai'), request))).toMatchObject({
      kind: 'connection_lost',
      accepted: 'unknown',
    });
    const found = await text.reconcile(s.call('openai'), request.reference);
    expect(found).toMatchObject({ usage: { totalTokens: s.sandbox.journal.all().at(-1)?.totalTokens } });
    expect(await text.reconcile(s.call('openai'), randomUUID())).toBe('not_found');
  });

  it('takes the usage from the stored answer when the answer itself lacks it', async () => {
    s.sandbox.inject({ kind: 'missing_usage', provider: 'openai' });
    const answer = await text.generate(s.call('openai'), textRequest());
    expect(answer.usage.totalTokens).toBe(s.sandbox.journal.all().at(-1)?.totalTokens);
  });

  it('never shows the key that the provider echoes', async () => {
    const secret = 'sk-proj-abcdefghijklmnopqrstuvwxyz123456';
    const error = await failure(text.generate(s.call('openai', { secret }), textRequest()));
    expect(error).toMatchObject({ kind: 'unauthorized', accepted: 'no', status: 401 });
    expect(error.message).toContain('Incorrect API key');
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toMatch(/3456|sk-proj/);
  });
});

describe('images', () => {
  it('come in the size and format asked for, with their tokens', async () => {
    const answer = await image.generate(
      s.call('openai', { options: { imageApi: 'gpt_image', quality: 'low' } }),
      imageRequest({ width: 1536, height: 1024, count: 2, format: 'webp' }),
    );
    expect(answer.images).toHaveLength(2);
    expect(await sharp(answer.images[0]?.bytes).metadata()).toMatchObject({
      format: 'webp',
      width: 1536,
      height: 1024,
    });
    expect(answer.usage?.totalTokens).toBeGreaterThan(0);
    expect(answer.failures).toEqual([]);
  });

  it('are asked for one by one in the older shape, and what was delivered stays', async () => {
    s.clock.set('2026-05-01T00:00:00Z');
    s.sandbox.inject({ kind: 'refused', endpoint: 'image', times: 1 });
    const answer = await image.generate(
      s.call('openai', { options: { imageApi: 'dalle' } }),
      imageRequest({ model: 'dall-e-3', count: 3 }),
    );
    expect(answer.images).toHaveLength(2);
    expect(answer.failures).toMatchObject([{ kind: 'refused', accepted: 'no' }]);
    expect(await sharp(answer.images[0]?.bytes).metadata()).toMatchObject({ format: 'png', width: 1024 });
    s.clock.set('2026-11-23T12:00:00Z');
  });

  it('of a model that has been shut down are refused as the real API does', async () => {
    const error = await failure(
      image.generate(
        s.call('openai', { options: { imageApi: 'dalle' } }),
        imageRequest({ model: 'dall-e-3' }),
      ),
    );
    expect(error).toMatchObject({ kind: 'model_not_found', accepted: 'no', status: 404 });
  });

  it('cannot be asked for again', async () => {
    expect(await image.reconcile(s.call('openai'), randomUUID())).toBe('unknown');
  });
});

describe('the model list', () => {
  it('carries the dates on which models end, and drops those that have ended', async () => {
    const models = await listModels(s.call('openai'));
    expect(models).toContainEqual({ modelName: 'gpt-4o', shutdownAt: new Date('2027-01-14T00:00:00Z') });
    expect(models).toContainEqual({ modelName: 'gpt-6-luna', shutdownAt: null });
    expect(models.map(({ modelName }) => modelName)).not.toContain('dall-e-3');
  });
});
