import { createParser, type Nullable, type UseQueryStatesKeysMap, useQueryStates, type Values } from 'nuqs';

/** Every filter of the workspace's lists, by its name in the address. A list must not use another name. */
export const FILTER_NAMES = [
  'q',
  'status',
  'intent',
  'minVolume',
  'cluster',
  'ideas',
  'state',
  'missing',
  'sort',
] as const;
type FilterName = (typeof FILTER_NAMES)[number];

/** A list's order in the address: a field of the API, with a minus for downwards; anything else is the usual order. */
export const parseAsSort = <Field extends string>(fields: readonly Field[], usual: Field | `-${Field}`) =>
  createParser<string>({
    parse: (text) => (fields.some((field) => text === field || text === `-${field}`) ? text : null),
    serialize: (sort) => sort,
  }).withDefault(usual);

/** A list's filters and order, kept in the address. `filtered`: whether any filter is set; `clear` keeps the order. */
export function useFilters<Filters extends UseQueryStatesKeysMap & Partial<Record<FilterName, unknown>>>(
  filters: Filters,
) {
  const [state, set] = useQueryStates(filters);
  const names = Object.keys(filters).filter((name): name is FilterName => name !== 'sort');
  const filtered = names.some((name) => state[name] !== null && state[name] !== '');
  const clear = () =>
    void set(Object.fromEntries(names.map((name) => [name, null])) as Partial<Nullable<Values<Filters>>>);
  return { state: state as Values<Filters>, set, filtered, clear };
}
