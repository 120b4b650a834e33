import type { Method } from '../../contract/area.ts';
import { DomainError } from '../../domain/errors.ts';

const ROOT = '/api/v1/';

interface Routed {
  method: Method;
  path: string;
}
interface Resource<Route> {
  segments: string[];
  routes: Map<string, Route>;
  /** Of the Allow header. */
  allow: string[];
}
export interface Match<Route> extends Resource<Route> {
  /** What stands in the place of the path's placeholders, by their names. */
  params: Record<string, string>;
}

/**
 * Finds what a request's path below /api/v1 names, with or without a slash at its end. Words go before placeholders. Throws 404
 * for a path that is none of them, or that cannot be decoded.
 */
export function matcher<Route extends Routed>(routes: readonly Route[]) {
  const resources = new Map<string, Resource<Route>>();
  // "{" sorts behind every letter: of two paths that fit, the one with the word comes first.
  for (const route of routes.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const known: Resource<Route> = resources.get(route.path) ?? {
      segments: route.path.split('/'),
      routes: new Map(),
      allow: [],
    };
    known.routes.set(route.method, route);
    known.allow.push(...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
    resources.set(route.path, known);
  }
  const all = [...resources.values()];
  const wordsAlone = new Map(
    all
      .filter(({ segments }) => !segments.some(isPlaceholder))
      .map((one) => [one.segments.join('/'), { ...one, params: {} }]),
  );

  return (request: Request): Match<Route> => {
    const path = pathOf(request.url);
    const exact = wordsAlone.get(path);
    if (exact) return exact;
    const segments = decoded(path);
    const resource = all.find((one) => fits(one.segments, segments));
    if (!resource) throw nothing();
    return { ...resource, params: paramsOf(resource.segments, segments) };
  };
}

/** The route of a method; HEAD is GET without its body. Throws 405. */
export function routeOf<Route>({ routes, allow }: Resource<Route>, method: string): Route {
  const route = routes.get(method === 'HEAD' ? 'GET' : method);
  if (route) return route;
  throw new DomainError('method_not_allowed', `${method} is not for this address, but ${allow.join(', ')}.`, {
    extra: { allow },
  });
}

function pathOf(url: string): string {
  const from = url.indexOf(ROOT) + ROOT.length;
  const query = url.indexOf('?', from);
  const to = query < 0 ? url.length : query;
  return url.slice(from, url.endsWith('/', to) ? to - 1 : to);
}

const isPlaceholder = (segment: string) => segment.startsWith('{');

const fits = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((segment, at) => segment === segments[at] || (isPlaceholder(segment) && segments[at] !== ''));

const paramsOf = (pattern: readonly string[], segments: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pattern.flatMap((segment, at) =>
      isPlaceholder(segment) ? [[segment.slice(1, -1), segments[at] ?? '']] : [],
    ),
  );

function decoded(path: string): string[] {
  try {
    return path.split('/').map((segment) => decodeURIComponent(segment));
  } catch (error) {
    throw Object.assign(nothing(), { cause: error });
  }
}

/** Whatever is no address of the API. */
export const nothing = () =>
  new DomainError('not_found', 'There is nothing at this address. /api/v1/openapi.json lists what there is.');
