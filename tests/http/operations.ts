import type { Operation } from '../../server/http/openapi.ts';
import { operations } from '../../server/http/openapi.ts';
import type { Belongings } from './belongings.ts';
import { sampleBody, sampleQuery } from './sample.ts';
import type { Call } from './world.ts';

/** Every operation of the API with a name for the test's title. New routes come along by themselves. */
export const OPERATIONS = (await operations()).map((operation) => ({
  name: `${operation.method} ${operation.path}`,
  operation,
}));

export const isUnsafe = ({ method }: Operation) => method !== 'GET';

/** Operations on what belongs to an account, a site or a person. */
export const isOwned = ({ path, contract }: Operation) =>
  contract.access === 'signed_in' && path.includes('{');

/** The path's parameters, each naming one of the belongings. Throws for a kind that tests/http/belongings.ts does not make yet. */
export function paramsOf({ path }: Operation, belongings: Belongings): Record<string, string> {
  const segments = path.split('/');
  const params: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) continue;
    const kind = segments[at - 1] ?? '';
    const id = belongings[`${segments[at - 2]}/${kind}`] ?? belongings[kind];
    if (id === undefined)
      throw new Error(`Nothing is known of "${kind}" in ${path}: add one to tests/http/belongings.ts.`);
    params[name] = id;
  }
  return params;
}

const KIND_OF: Record<string, string> = {
  siteId: 'sites',
  accountId: 'accounts',
  articleId: 'articles',
  clusterId: 'clusters',
  intoId: 'clusters',
  targetId: 'clusters',
  keywordId: 'keywords',
  promptId: 'image-prompts',
  ideaId: 'ideas',
  runId: 'runs',
};

/** A body that the operation takes, about the given belongings; undefined where it takes none. */
export function bodyOf({ path, contract }: Operation, belongings: Belongings): unknown {
  if (!contract.body) return undefined;
  const collection = path.split('/').findLast((segment) => segment in belongings) ?? '';
  return sampleBody(
    contract.body,
    (field) => belongings[KIND_OF[field] ?? (field === 'id' ? collection : '')],
  );
}

/** A whole request that the operation takes, about the given belongings. */
export const callOf = (operation: Operation, belongings: Belongings): Call => ({
  params: paramsOf(operation, belongings),
  query: operation.contract.query ? sampleQuery(operation.contract.query) : '',
  body: bodyOf(operation, belongings),
  headers: { 'if-match': '"1"' },
});
