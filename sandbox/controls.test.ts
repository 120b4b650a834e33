import { describe, expect, it } from 'vitest';
import { adapterFor } from '../domain/providers/index.ts';
import { testSandbox, textRequest } from '../tests/providers.ts';

describe('the sandbox, steered from another process', () => {
  const s = testSandbox();
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${s.sandbox.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };
  const ask = (reference: string) =>
    adapterFor('openai').text?.generate(s.call('openai'), textRequest({ reference }));

  it('fails as often as told, then works again', async () => {
    expect(
      await control('POST', '/__faults', {
        kind: 'server_error',
        provider: 'openai',
        endpoint: 'text',
        times: 2,
      }),
    ).toMatchObject({
      status: 200,
      answer: { faults: [{ left: 2 }] },
    });
    await expect(ask('a')).rejects.toMatchObject({ kind: 'server_error' });
    await expect(adapterFor('openai').listModels(s.call('openai'))).resolves.toHaveLength(11);
    await expect(ask('a')).rejects.toMatchObject({ kind: 'server_error' });
    await expect(ask('a')).resolves.toMatchObject({ finish: 'stop' });
  });

  it('fails until told otherwise', async () => {
    await control('POST', '/__faults', { kind: 'unauthorized', times: 0 });
    for (const reference of ['b', 'b', 'b'])
      await expect(ask(reference)).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(await control('DELETE', '/__faults')).toMatchObject({ answer: { faults: [] } });
    await expect(ask('b')).resolves.toBeDefined();
  });

  it('refuses a fault that it does not know, and says which field is wrong', async () => {
    expect(await control('POST', '/__faults', { kind: 'earthquake' })).toMatchObject({
      status: 422,
      answer: { errors: [{ path: 'kind' }] },
    });
    expect(await control('POST', '/__faults', { kind: 'slow', delay: 1 })).toMatchObject({ status: 422 });
  });

  it('tells what it took on, and how often for one reference', async () => {
    await control('DELETE', '/__journal');
    await ask('c');
    await ask('d');
    await ask('d');
    const { answer } = await control('GET', '/__journal');
    expect(answer.byReference).toEqual([
      { reference: 'c', times: 1 },
      { reference: 'd', times: 2 },
    ]);
    expect(answer.accepted).toMatchObject([
      { provider: 'openai', endpoint: 'text', model: 'gpt-5.1', reference: 'c' },
      {},
      {},
    ]);
  });

  it('takes its time when told to', async () => {
    await control('PATCH', '/__settings', { latencyMs: 120 });
    const started = performance.now();
    await ask('e');
    expect(performance.now() - started).toBeGreaterThan(110);
    expect(await control('PATCH', '/__settings', { latencyMs: 0 })).toMatchObject({
      answer: { latencyMs: 0, now: s.clock.now().toISOString() },
    });
  });

  it('answers 404 where the providers would', async () => {
    for (const [path, key] of [
      ['/v1/assistants', 'openai'],
      ['/runware/v2', 'runware'],
      ['/stripe/v1/charges', 'stripe'],
    ] as const) {
      const response = await fetch(`${s.sandbox.url}${path}`, {
        headers: { authorization: `Bearer ${s.call(key).secret}` },
      });
      expect(response.status).toBe(404);
    }
  });
});
