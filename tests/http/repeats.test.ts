import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from './operations.ts';
import { type Call, useApi } from './world.ts';

describe('a request that is sent again with its Idempotency-Key', () => {
  const world = useApi();
  const createSite = OPERATIONS.find(
    ({ operation }) => operation.contract.operation === 'createSite',
  )!.operation;
  const send = (key: string, name: string, over: Call = {}) =>
    world.send(createSite, {
      as: 'owner',
      body: { name, domain: `${name}.example` },
      headers: { 'idempotency-key': key },
      ...over,
    });
  const sites = async (name: string) =>
    Number((await world.owner.sql`select count(*)::int as n from sites where name = ${name}`)[0]?.['n']);

  it('is done once, also as twenty copies at the same time, and answers the same', async () => {
    const key = randomUUID();
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(key, 'copies')));
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(responses.map((response) => response.status)).toEqual(Array(20).fill(201));
    expect(new Set(bodies).size).toBe(1);
    expect(
      responses.filter((response) => response.headers.get('idempotency-replayed') === 'true'),
    ).toHaveLength(19);
    expect(await sites('copies')).toBe(1);
  });

  it('with another body is refused and changes nothing', async () => {
    const key = randomUUID();
    expect((await send(key, 'first')).status).toBe(201);
    const other = await send(key, 'second');
    expect(await other.json()).toMatchObject({ status: 409, code: 'idempotency_key_reused' });
    expect(await sites('second')).toBe(0);
  });

  it('is done after a first one that failed, and is nobody else’s', async () => {
    const key = randomUUID();
    expect((await send(key, 'mine', { body: { name: '', domain: 'mine.example' } })).status).toBe(422);
    expect((await send(key, 'mine')).status).toBe(201);
    expect((await send(key, 'mine', { as: 'stranger' })).status).toBe(201);
    expect(await sites('mine')).toBe(2);
  });

  it('must have a key that is one', async () => {
    for (const key of ['', ' ', 'two words', 'x'.repeat(201), 'ü'])
      expect((await send(key, 'bad')).status).toBe(400);
    expect(await sites('bad')).toBe(0);
  });
});
