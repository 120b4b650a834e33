import type { Served } from './serve.ts';

/** The areas of the API and where each is served, by the start of its paths. A test holds the list against app/api/v1. */
export const AREAS: readonly { path: string; load: () => Promise<{ GET: Served }> }[] = [
  { path: 'admin/ai-models', load: () => import('../../app/api/v1/admin/ai-models/[[...path]]/route.ts') },
  {
    path: 'admin/quality-tiers',
    load: () => import('../../app/api/v1/admin/quality-tiers/[[...path]]/route.ts'),
  },
  { path: 'openapi.json', load: () => import('../../app/api/v1/openapi.json/route.ts') },
  { path: 'reference', load: () => import('../../app/api/v1/reference/[[...path]]/route.ts') },
  { path: 'admin/succession', load: () => import('../../app/api/v1/admin/succession/[[...path]]/route.ts') },
  { path: 'system', load: () => import('../../app/api/v1/system/[[...path]]/route.ts') },
];

/** The area that serves a path below /api/v1: the one with the longest start. Throws for a path of none. */
export async function areaOf(path: string): Promise<Served> {
  const segments = path.split('/');
  const serving = AREAS.map((area) => ({ ...area, start: area.path.split('/') }))
    .filter(({ start }) => start.every((word, at) => word === segments[at] || word.startsWith('{')))
    .toSorted((a, b) => b.start.length - a.start.length)[0];
  if (!serving) throw new Error(`No area serves ${path}; is it in server/http/areas.ts?`);
  return (await serving.load()).GET;
}
