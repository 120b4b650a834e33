import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { Keyring } from '#domain/context.ts';
import { openText } from '#domain/providers/index.ts';
import { ARCHIVE_PURPOSE, SEALED } from '../archive.ts';
import { checkRow, TABLE_NAMES, type TableName } from './tables.ts';
import type { Source } from './types.ts';

const Line = z.object({
  table: z.enum(TABLE_NAMES as [TableName, ...TableName[]]),
  pk: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
const Sealed = z.strictObject({ [SEALED]: z.string(), keyId: z.string() });

/** An archive that phase 7 wrote: one row a line, keys sealed. It stands in for the source when that is gone. */
export function archiveSource(path: string, keyring: Keyring): Source {
  return {
    kind: 'archive',
    shown: basename(path),
    async *rows(tables) {
      const lines = createInterface({
        input: createReadStream(path).pipe(createGunzip()),
        crlfDelay: Number.POSITIVE_INFINITY,
      });
      for await (const line of lines) {
        if (line === '') continue;
        const { table, pk, fields } = Line.parse(JSON.parse(line));
        if (!tables.includes(table)) continue;
        if (typeof fields['$unfit'] === 'string') yield { table, pk, fault: fields['$unfit'] };
        else yield checkRow(table, pk, openSecrets(fields, keyring) as Record<string, unknown>);
      }
    },
    others: async () => [],
    readers: async () => [],
    close: async () => {},
  };
}

function openSecrets(value: unknown, keyring: Keyring): unknown {
  if (Array.isArray(value)) return value.map((item) => openSecrets(item, keyring));
  if (value === null || typeof value !== 'object') return value;
  const sealed = Sealed.safeParse(value);
  if (sealed.success)
    return openText(keyring, ARCHIVE_PURPOSE, sealed.data[SEALED], sealed.data.keyId).reveal();
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, openSecrets(inner, keyring)]),
  );
}
