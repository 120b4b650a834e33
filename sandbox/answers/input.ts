export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The input that a prompt carries as JSON, wherever it stands among the words. */
export function inputOf(prompt: string): JsonObject {
  for (const candidate of [prompt, prompt.slice(prompt.indexOf('{'), prompt.lastIndexOf('}') + 1)]) {
    try {
      const value = JSON.parse(candidate) as unknown;
      if (isObject(value)) return value;
    } catch {
      // Not JSON as a whole: the next candidate, or the words themselves, will do.
    }
  }
  return { text: prompt };
}

const plain = (name: string) => name.toLowerCase().replaceAll('_', '');

/** The first value under one of the names, at any depth, breadth first; snake_case and camelCase alike. */
export function find(root: Json, ...names: string[]): Json | undefined {
  for (const name of names.map(plain)) {
    const queue: Json[] = [root];
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
      if (Array.isArray(node)) queue.push(...node);
      else if (isObject(node)) {
        for (const [key, value] of Object.entries(node)) {
          if (plain(key) === name && value !== null && value !== '') return value;
          queue.push(value);
        }
      }
    }
  }
  return undefined;
}

export const text = (root: Json, ...names: string[]): string | undefined => {
  const value = find(root, ...names);
  return typeof value === 'string' ? value : undefined;
};

export const number = (root: Json, ...names: string[]): number | undefined => {
  const value = find(root, ...names);
  return typeof value === 'number' ? value : undefined;
};

export const list = (root: Json, ...names: string[]): Json[] => {
  const value = find(root, ...names);
  return Array.isArray(value) ? value : [];
};

/** A word or phrase out of an item that is a string or an object with one. */
export const phrase = (item: Json): string => {
  if (typeof item === 'string') return item;
  if (typeof item === 'number') return String(item);
  return text(item, 'keyword', 'term', 'phrase', 'name', 'title', 'text') ?? '';
};

export const idOf = (item: Json): string | undefined => (isObject(item) ? text(item, 'id') : undefined);

/** A number that depends on the words alone, so that the same question gets the same answer. */
export function hash(words: string): number {
  let value = 2166136261;
  for (let at = 0; at < words.length; at += 1)
    value = Math.imul(value ^ words.charCodeAt(at), 16777619) >>> 0;
  return value;
}

export const pick = <T>(from: readonly T[], seed: string | number): T =>
  from[(typeof seed === 'number' ? seed : hash(seed)) % from.length] as T;

export const titleCase = (words: string) => words.replace(/\b[a-zà-ÿ]/g, (letter) => letter.toUpperCase());
export const sentenceCase = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
export const withoutTags = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
export const escapeHtml = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
