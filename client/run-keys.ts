import type { Query } from './http.ts';

/** Keys of the runs' queries: in a file of its own, because pages on the server prefetch under them. */
export const runKeys = {
  all: ['runs'] as const,
  list: (query: Query) => ['runs', 'list', query] as const,
  one: (id: string) => ['runs', 'one', id] as const,
  quote: (request: object | null) => ['runs', 'quote', request] as const,
  open: ['runs', 'open'] as const,
  matrix: ['runs', 'matrix'] as const,
};
