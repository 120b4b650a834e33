import { beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { cancelRun, executeRun, startRun } from '../../domain/runs/index.ts';
import { createLog } from '../../server/log.ts';
import { runEventStream } from '../../server/run-events.ts';
import { type Runtime, setRuntime } from '../../server/runtime.ts';
import { person } from '../database.ts';
import { addArticle, addImagePrompt, useWorld } from './world.ts';

/** What a browser gets: the events' numbers and states, in order, until the stream ends or `enough` have come. */
async function read(
  response: Response,
  enough = Number.POSITIVE_INFINITY,
): Promise<{ id: number; status: string; done: number }[]> {
  const seen: { id: number; status: string; done: number }[] = [];
  const reader = response.body!.getReader();
  const text = new TextDecoder();
  for (let rest = ''; seen.length < enough; ) {
    const { value, done } = await reader.read();
    if (done) return seen;
    const parts = (rest + text.decode(value, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const id = /^id: (\d+)$/m.exec(part)?.[1];
      const data = /^data: (.*)$/m.exec(part)?.[1];
      if (id && data)
        seen.push({ id: Number(id), ...(JSON.parse(data) as { status: string; done: number }) });
    }
  }
  await reader.cancel();
  return seen;
}

describe('progress as server-sent events', () => {
  const world = useWorld();
  beforeAll(() => {
    setRuntime({
      env: {} as Runtime['env'],
      connection: world.connection,
      clock: world.clock,
      keyring: world.ctx.keyring,
      log: createLog('silent', 'test'),
    });
  });
  let count = 0;
  const start = async () => {
    const article = await addArticle(world, 'Stream');
    const imagePromptIds = [await addImagePrompt(world, article, 1), await addImagePrompt(world, article, 2)];
    return startRun(world.ctx, {
      operation: 'generate_images',
      siteId: world.siteId,
      input: { imagePromptIds, tier: 'basic' },
      trigger: 'manual',
      idempotencyKey: `stream:${++count}`,
    });
  };
  const watch = (id: string, after: number) =>
    runEventStream(
      world.as(person({ [world.accountId]: 'viewer' })),
      id,
      after,
      new AbortController().signal,
    );

  it('come as they happen, and the stream ends with the run', async () => {
    const run = await start();
    const response = await watch(run.id, 0);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toMatch(/no-transform/);
    const reading = read(response);
    await executeRun(world.engine(), run.id, { stopping: new AbortController().signal });
    const seen = await reading;
    expect(seen.map((event) => event.id)).toEqual(seen.map((_, at) => at + 1));
    expect(seen[0]).toMatchObject({ status: 'queued' });
    expect(seen.at(-1)).toMatchObject({ status: 'succeeded', done: 2 });
  });

  it('go on where a lost connection broke off', async () => {
    const run = await start();
    const first = await read(await watch(run.id, 0), 1);
    expect(first.map((event) => event.id)).toEqual([1]);
    await executeRun(world.engine(), run.id, { stopping: new AbortController().signal }); // nobody watches meanwhile
    const rest = await read(await watch(run.id, 1));
    expect(rest[0]?.id).toBe(2);
    expect(rest.at(-1)?.status).toBe('succeeded');
    expect(rest.map((event) => event.id)).toEqual(rest.map((_, at) => at + 2));
  });

  it('tell a cancellation made elsewhere', async () => {
    const run = await start();
    const reading = read(await watch(run.id, 0));
    await cancelRun(world.ctx, run.id);
    expect((await reading).at(-1)?.status).toBe('cancelled');
  });

  it('are not there for a stranger', async () => {
    const run = await start();
    const stranger = world.as(person({ [crypto.randomUUID()]: 'owner' }));
    await expect(runEventStream(stranger, run.id, 0, new AbortController().signal)).rejects.toSatisfy(
      (error) => error instanceof DomainError && error.code === 'not_found',
    );
  });
});
