import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { snakePath } from '../../domain/wire.ts';
import { openApiDocument } from '../../server/http/openapi.ts';
import { type Belongings, belongingsOf } from './belongings.ts';
import { OPERATIONS, paramsOf } from './operations.ts';
import { platformOf } from './platform.ts';
import { sampleQuery } from './sample.ts';
import { useApi } from './world.ts';

type Described = Record<
  string,
  Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
>;

/** Not there before the migration has come to its fifth phase. */
const LATER = ['listLegacyModels'];
const reading = OPERATIONS.filter(
  ({ operation: { method, contract } }) =>
    method === 'GET' && contract.answer && !LATER.includes(contract.operation),
);

describe('answers', () => {
  const world = useApi();
  let ours: Belongings;
  let paths: Described;

  beforeAll(async () => {
    ours = {
      ...(await belongingsOf(world, world.ours, world.userIds.owner ?? '')),
      ...(await platformOf(world)),
    };
    paths = (await openApiDocument())['paths'] as Described;
  });

  it.each(reading)(
    '$name answers as its description says, and with headers that keep it to its reader',
    async ({ operation }) => {
      const as = operation.contract.access === 'administrator' ? 'administrator' : 'owner';
      const response = await world.send(operation, {
        as,
        params: paramsOf(operation, ours),
        query: operation.contract.query ? sampleQuery(operation.contract.query) : '',
      });
      const body: unknown = await response.json();
      expect({ status: response.status, body }).toMatchObject({ status: operation.contract.status ?? 200 });
      expect(response.headers.get('cache-control')).toContain('private');
      expect(response.headers.get('x-request-id')).toMatch(/.{8}/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `{${snakePath(name)}}`);
      const described =
        paths[path]?.['get']?.responses[String(response.status)]?.content?.['application/json']?.schema;
      const parsed = z.fromJSONSchema(described as Parameters<typeof z.fromJSONSchema>[0]).safeParse(body);
      expect(parsed.error?.issues ?? []).toEqual([]);
      const version = (body as { version?: unknown }).version;
      if (typeof version === 'number') expect(response.headers.get('etag')).toBe(`"${version}"`);
    },
  );
});
