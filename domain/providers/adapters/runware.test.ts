import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageRequest, testSandbox } from '../../../tests/providers.ts';
import { adapterFor, type ProviderError } from './index.ts';
import { taskUuid } from './runware.ts';

const s = testSandbox();
const { image, listModels } = adapterFor('runware');
if (!image) throw new Error('The adapter lacks images.');
const request = (over: Parameters<typeof imageRequest>[0] = {}) =>
  imageRequest({ model: 'runware:97@1', format: 'jpeg', ...over });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('It succeeded.');
    },
    (error: unknown) => error as ProviderError,
  );

describe('images', () => {
  it('are fetched from where the answer says, with what they cost', async () => {
    const asked = request({ count: 2 });
    const answer = await image.generate(s.call('runware'), asked);
    expect(answer).toMatchObject({ costUsd: '0.018000', usage: null, failures: [] });
    expect(await sharp(answer.images[1]?.bytes).metadata()).toMatchObject({
      format: 'jpeg',
      width: 1024,
      height: 1024,
    });
    expect(s.sandbox.journal.byReference().get(asked.reference)).toBe(1);
  });

  it('that were delivered stay when another of the batch fails', async () => {
    s.sandbox.inject({ kind: 'partial' });
    const answer = await image.generate(s.call('runware'), request({ count: 3 }));
    expect(answer.images).toHaveLength(2);
    expect(answer.failures).toMatchObject([{ kind: 'timeout', accepted: 'no' }]);
    expect(answer.costUsd).toBe('0.018000');
  });

  it('take only the sizes that the model has', async () => {
    expect(
      await failure(
        image.generate(s.call('runware'), request({ model: 'google:4@2', width: 1000, height: 1000 })),
      ),
    ).toMatchObject({
      kind: 'invalid_request',
      accepted: 'no',
    });
    expect(
      (await image.generate(s.call('runware'), request({ model: 'google:4@2', width: 1376, height: 768 })))
        .costUsd,
    ).toBe('0.138000');
    expect(
      await failure(image.generate(s.call('runware'), request({ model: 'runware:12345@1' }))),
    ).toMatchObject({ kind: 'model_not_found', accepted: 'no' });
  });

  it('paid for and lost on the way are found again by the task, once', async () => {
    const asked = request();
    s.sandbox.inject({ kind: 'cut_after', endpoint: 'image' });
    expect(await failure(image.generate(s.call('runware'), asked))).toMatchObject({
      kind: 'connection_lost',
      accepted: 'unknown',
    });
    const found = await image.reconcile(s.call('runware'), asked.reference);
    expect(found).toMatchObject({ costUsd: '0.009000', images: [{ contentType: 'image/jpeg' }] });
    expect(await image.reconcile(s.call('runware'), randomUUID())).toBe('not_found');
    expect(s.sandbox.journal.byReference().get(asked.reference)).toBe(1);
  });

  it('that cannot be fetched leave the outcome open, for they are paid', async () => {
    s.sandbox.inject({ kind: 'server_error', endpoint: 'download', times: 2 });
    expect(await failure(image.generate(s.call('runware'), request()))).toMatchObject({
      kind: 'connection_lost',
      accepted: 'unknown',
    });
    s.sandbox.inject({ kind: 'server_error', endpoint: 'download', times: 1 });
    expect((await image.generate(s.call('runware'), request())).images).toHaveLength(1);
  });
});

describe('a batch of which one image could not be fetched', () => {
  it('leaves the outcome open, and all of it is found by the task', async () => {
    const asked = request({ count: 2 });
    s.sandbox.inject({ kind: 'server_error', endpoint: 'download', times: 3 }); // each is tried twice: one of the two comes through
    expect(await failure(image.generate(s.call('runware'), asked))).toMatchObject({
      kind: 'connection_lost',
      accepted: 'unknown',
    });
    expect(await image.reconcile(s.call('runware'), asked.reference)).toMatchObject({
      images: [{}, {}],
      costUsd: '0.018000',
    });
    expect(s.sandbox.journal.byReference().get(asked.reference)).toBe(1);
  });
});

describe('task ids', () => {
  it('are of version 4 and follow from the reference', () => {
    const reference = randomUUID();
    expect(taskUuid(reference)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(taskUuid(reference)).toBe(taskUuid(reference));
    expect(taskUuid(reference)).not.toBe(taskUuid(randomUUID()));
  });
});

describe('the model list', () => {
  it('tells which of the names that we know are there', async () => {
    expect(await listModels(s.call('runware'), ['runware:97@1', 'google:4@2', 'gone:1@1'])).toEqual([
      { modelName: 'runware:97@1', shutdownAt: null },
      { modelName: 'google:4@2', shutdownAt: null },
    ]);
    expect((await listModels(s.call('runware'))).length).toBeGreaterThan(3);
  });

  it('is refused to a wrong key', async () => {
    expect(await failure(listModels(s.call('runware', { secret: 'wrong-key-of-nobody' })))).toMatchObject({
      kind: 'unauthorized',
      accepted: 'no',
      status: 401,
    });
  });
});
