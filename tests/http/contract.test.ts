import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { routesFile } from '../../scripts/generate-routes.ts';
import { openApiDocument } from '../../server/http/openapi.ts';
import { useDatabase } from '../database.ts';
import { OPERATIONS } from './operations.ts';
import { sent } from './sample.ts';

describe('the description of the API', () => {
  it('lists every route file (else run node scripts/generate-routes.ts)', () => {
    expect(readFileSync('server/http/routes.gen.ts', 'utf8')).toBe(routesFile());
  });

  it('gives every operation a name of its own, and every placeholder of a path a parameter', () => {
    const names = OPERATIONS.map(({ operation }) => operation.contract.operation);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const unnamed = OPERATIONS.filter(
      ({ operation }) => operation.path.includes('{') && !operation.contract.params,
    );
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });

  it('asks for the version wherever something with one is changed or removed', () => {
    const hasVersion = (schema?: z.ZodType) =>
      schema !== undefined && 'version' in (sent(schema).properties ?? {});
    const blind = OPERATIONS.filter(
      ({ operation: { method, contract } }) =>
        method === 'PATCH' && hasVersion(contract.answer) && !contract.ifMatch,
    );
    expect(blind.map(({ name }) => name)).toEqual([]);
  });

  it('is OpenAPI 3.1 with snake_case names throughout', async () => {
    const document = await openApiDocument();
    expect(document['openapi']).toBe('3.1.0');
    const names = [...JSON.stringify(document['paths']).matchAll(/"properties":\{"(\w+)"/g)].map(
      (match) => match[1],
    );
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => /[A-Z]/.test(name ?? ''))).toEqual([]);
  });
});

describe('every table of a tenant', () => {
  const t = useDatabase();

  it('has forced row-level security, whoever wrote the query', async () => {
    const tables = await t.owner.sql<{ name: string; safe: boolean }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid) as safe
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and a.atttypid = 'uuid'::regtype and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter(({ safe }) => !safe).map(({ name }) => name)).toEqual([]);
  });

  it('shows nothing to a query that forgot to say for whom', async () => {
    const tables = await t.owner.sql<
      { name: string }[]
    >`select relname as name from pg_class where relforcerowsecurity and relkind in ('r', 'p') and not relispartition`;
    for (const { name } of tables)
      expect(await t.connection.sql.unsafe(`select from ${name} limit 1`), name).toHaveLength(0);
  });
});
