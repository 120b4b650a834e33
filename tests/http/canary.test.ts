import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import pino from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { runtime, setRuntime } from '../../server/runtime.ts';
import { type Belongings, belongingsOf } from './belongings.ts';
import { OPERATIONS, paramsOf } from './operations.ts';
import { platformOf } from './platform.ts';
import { useApi } from './world.ts';

const MARK = `CANARY${randomBytes(12).toString('hex')}`;
const canary = (prefix: string, n: number) => `${prefix}${MARK}${n}${randomBytes(16).toString('hex')}`;
/** The mark as it would look wherever a key went: as it is, in hex, and in base64 at each of its three offsets. */
const TRACES = [
  MARK,
  Buffer.from(MARK).toString('hex'),
  ...['', 'x', 'xx'].map((before) =>
    Buffer.from(before + MARK)
      .toString('base64')
      .slice(before.length === 0 ? 0 : 4, -4),
  ),
  [...MARK].map((letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`).join(''),
];

describe('a provider’s key', () => {
  const world = useApi();
  const said: string[] = [];
  let ours: Belongings;
  const find = (name: string) =>
    OPERATIONS.find(({ operation }) => operation.contract.operation === name)!.operation;
  const clean = (where: string, text: string) =>
    expect({
      where,
      found: TRACES.filter((trace) => text.toLowerCase().includes(trace.toLowerCase())),
    }).toEqual({ where, found: [] });

  beforeAll(async () => {
    const log = pino(
      { level: 'debug' },
      new Writable({
        write: (chunk, _encoding, done) => {
          said.push(String(chunk));
          done();
        },
      }),
    );
    setRuntime({ ...runtime(), log });
    ours = {
      ...(await belongingsOf(world, world.ours, world.userIds.owner ?? '')),
      ...(await platformOf(world)),
    };
  });

  it('is in no answer, to whomever, no audit event, no table and no line of the log', async () => {
    const providers = await world.owner.sql<
      { id: string; slug: string; fields: { name: string; example: string }[] }[]
    >`
      select id, slug, credential_fields as fields from providers order by slug`;
    let stored = 0;
    for (const { id, fields } of providers) {
      for (const { name, example } of fields) {
        const prefix = /^[a-z]+[-_](?:[a-z]+[-_])*/.exec(example)?.[0] ?? '';
        for (const test of [false, true]) {
          const body = { name, value: canary(prefix, ++stored), test };
          const response = await world.send(find('setCredential'), {
            as: 'administrator',
            params: { id },
            body,
          });
          clean(`storing ${name}, ${response.status}`, await response.text());
          const tried = await world.send(find('testProvider'), {
            as: 'administrator',
            params: { id },
            body: { name, value: canary(prefix, ++stored) },
          });
          clean(`testing ${name}, ${tried.status}`, await tried.text());
        }
      }
    }
    for (const raw of [
      `{"name":"api_key","value":"${canary('sk-', 0)}`,
      JSON.stringify({ name: 'api_key', value: [canary('sk-', 0)] }),
      JSON.stringify({ [canary('sk-', 0).toLowerCase()]: 1 }).replace(MARK.toLowerCase(), 'x'),
    ]) {
      const response = await world.send(find('setCredential'), {
        as: 'administrator',
        params: { id: providers[0]!.id },
        rawBody: raw,
      });
      expect(response.status).toBeLessThan(500);
      clean(`a body that is not right, ${response.status}`, await response.text());
    }
    const [sealed] = await world.owner
      .sql`select count(*)::int as n from credentials where status <> 'revoked'`;
    expect(sealed?.['n']).toBeGreaterThan(4);
    for (const { name, operation } of OPERATIONS.filter((entry) => entry.operation.method === 'GET')) {
      for (const as of ['administrator', 'owner'] as const) {
        const response = await world.send(operation, { as, params: paramsOf(operation, ours) });
        if (response.headers.get('content-type')?.includes('event-stream')) await response.body?.cancel();
        else clean(`${name} as ${as}`, await response.text());
      }
    }
    const tables = await world.owner.sql<
      { name: string }[]
    >`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
    for (const { name } of tables) {
      const rows = await world.owner.sql.unsafe(`select string_agg(t::text, ' ') as text from ${name} t`);
      clean(name, String(rows[0]?.['text'] ?? ''));
    }
    expect(said.length).toBeGreaterThan(10);
    clean('the log', said.join('\n'));
  });
});
