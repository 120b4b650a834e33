import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AREAS } from '../../server/http/areas.ts';
import { OPERATIONS } from './operations.ts';
import { ORIGIN, useApi } from './world.ts';

const files = globSync('app/api/v1/**/route.ts').filter((file) =>
  readFileSync(file, 'utf8').includes('= serve('),
);

describe('the areas of the API', () => {
  it('are listed with the file that serves them, each at its place', () => {
    const listed = readFileSync('server/http/areas.ts', 'utf8').matchAll(
      /path: '(.*?)',\s+load: \(\) => import\('\.\.\/\.\.\/(.*?)'\)/g,
    );
    const places = [...listed]
      .map(([, path, file]) => ({ path, file }))
      .sort((a, b) => (a.file! < b.file! ? -1 : 1));
    const expected = files.sort().map((file) => ({
      path: file
        .replace(/^app\/api\/v1\//, '')
        .replace(/(\/\[\[\.\.\.path\]\])?\/route\.ts$/, '')
        .replaceAll(/\[(\w+)\]/g, '{$1}'),
      file,
    }));
    expect(places).toEqual(expected);
  });

  it('hold every path under the start that leads to them', async () => {
    for (const { path, load } of AREAS)
      for (const route of (await load()).GET.routes)
        expect(`${route.path}/`).toMatch(new RegExp(`^${RegExp.escape(path)}/`));
  });

  it.each(files)('%s answers every method itself', (file) => {
    expect(readFileSync(file, 'utf8')).toContain(
      'export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(',
    );
  });
});

describe('an address', () => {
  const world = useApi();
  const models = OPERATIONS.find(({ name }) => name === 'GET /admin/ai-models')!.operation
    .handler as unknown as (request: Request) => Promise<Response>;
  const ask = async (path: string, method = 'GET') => {
    const response = await models(
      new Request(`${ORIGIN}/api/v1/admin/ai-models${path}`, {
        method,
        headers: { authorization: `Bearer ${world.tokens.administrator}` },
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      allow: response.headers.get('allow'),
      code: text ? (JSON.parse(text) as { code?: string }).code : undefined,
      response,
    };
  };

  it.each([
    '/x/y/z',
    '/%ff',
    '/%',
    '/constructor',
    '/__proto__',
    '//',
    '/018f0000-0000-7000-8000-000000000000/toString',
    '/x%2Freferences',
    '/%00',
  ])('that is none is told in a problem document: %s', async (path) => {
    const { status, code, response } = await ask(path);
    expect([status, code]).toEqual([404, 'not_found']);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-request-id')).toMatch(/.{8}/);
  });

  it('with a method that it does not have names those that it has', async () => {
    expect(await ask('', 'DELETE')).toMatchObject({
      status: 405,
      allow: 'GET, HEAD, POST',
      code: 'method_not_allowed',
    });
    expect(await ask('/bulk')).toMatchObject({ status: 405, allow: 'POST', code: 'method_not_allowed' });
    expect(await ask('/018f0000-0000-7000-8000-000000000000', 'PUT')).toMatchObject({
      status: 405,
      allow: 'GET, HEAD, PATCH, DELETE',
    });
    expect(await ask('/bulk', 'OPTIONS')).toMatchObject({ status: 204, allow: 'POST' });
  });

  it('may end in a slash, and be written with escapes', async () => {
    expect(await ask('/')).toMatchObject({ status: 200 });
    const { response } = await ask('');
    expect(response.status).toBe(200);
    const id = String((await world.owner.sql`select id from ai_models limit 1`)[0]?.['id']);
    expect(await ask(`/${id}/%72eferences/`)).toMatchObject({ status: 200 });
  });
});
