import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { jsonParser, type parser } from 'stream-json/core/parser.js';
import { streamArray } from 'stream-json/core/streamers/stream-array.js';
import { z } from 'zod';
import { DomainError } from '#domain/errors.ts';
import { checkRow, type SourceRow, TABLE_NAMES, TABLES, type TableName } from './tables.ts';
import type { Source } from './types.ts';

const Entry = z.object({
  model: z.string(),
  pk: z.union([z.string(), z.int()]),
  fields: z.record(z.string(), z.unknown()),
});

/** A file of Django's `dumpdata`, streamed: its size does not matter. */
export function dumpSource(path: string): Source {
  const known = new Map<string, TableName>(TABLE_NAMES.map((name) => [TABLES[name].label, name]));
  const others = new Map<string, number>();
  const shown = basename(path);
  async function* read(wanted: readonly TableName[] | null): AsyncIterable<SourceRow> {
    if (wanted === null) others.clear();
    let at = 0;
    for await (const value of entries(path, shown)) {
      at += 1;
      const entry = Entry.safeParse(value);
      if (!entry.success)
        throw new DomainError(
          'invalid_state',
          `${shown} is no dumpdata file: entry ${at} has no model, pk and fields.`,
        );
      const table = known.get(entry.data.model.split('.').at(-1) ?? '');
      if (table && wanted?.includes(table)) yield checkRow(table, String(entry.data.pk), entry.data.fields);
      else if (!table && wanted === null)
        others.set(entry.data.model, (others.get(entry.data.model) ?? 0) + 1);
    }
  }
  return {
    kind: 'dump',
    shown,
    rows: read,
    others: async () => {
      for await (const _ of read(null)); // reads the whole file for what no phase deals with
      return [...others]
        .map(([what, count]) => ({ what, count }))
        .sort((a, b) => a.what.localeCompare(b.what));
    },
    readers: async () => [],
    close: async () => {},
  };
}

/** The elements of the file's one array, each built when its last token has come; what is read is never kept. */
async function* entries(path: string, shown: string): AsyncIterable<unknown> {
  const tokens = jsonParser({ packValues: true, streamValues: false });
  const build = streamArray<unknown>();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  let depth = 0;
  let opened = false;
  try {
    for await (const chunk of path.endsWith('.gz') ? file.pipe(createGunzip()) : file) {
      const parsed = tokens(decoder.decode(chunk as Buffer, { stream: true }));
      // the library answers with a symbol where nothing came of a piece
      for (const token of typeof parsed === 'object' && 'values' in parsed
        ? (parsed.values as parser.Token[])
        : []) {
        if (token.name === 'startArray' || token.name === 'startObject') depth += 1;
        else if (token.name === 'endArray' || token.name === 'endObject') depth -= 1;
        opened = true;
        const item = build(token);
        if (typeof item === 'object' && item !== null && 'value' in item) yield item.value;
      }
    }
  } catch (error) {
    throw new DomainError(
      'invalid_state',
      `${shown} cannot be read to its end: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  } finally {
    file.destroy();
  }
  if (depth !== 0 || !opened)
    throw new DomainError('invalid_state', `${shown} ends in the middle: the file was cut.`);
}
