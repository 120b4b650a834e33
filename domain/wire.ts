/** What a domain value becomes in the browser: times are ISO 8601 strings there. Keys stay camelCase on both sides of the wire. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]: Wire<T[Key]> }
      : T;

const snake = (key: string) => key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (key: string) =>
  key.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The same value with snake_case keys, for the wire. Dates, which JSON writes as ISO 8601, stay as they are. */
export const snakeKeys = (value: unknown): unknown => mapKeys(value, snake);

/** The same value with camelCase keys, for the inside. */
export const camelKeys = (value: unknown): unknown => mapKeys(value, camel);

/** `creditsPerImage` → `credits_per_image`, also within a path such as `stages.0.maxItems`. */
export const snakePath = (path: string): string => path.split('.').map(snake).join('.');

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), mapKeys(item, rename)]));
}
