import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Keyring } from '#domain/context.ts';
import { sealText } from '#domain/providers/index.ts';
import { type SourceRow, TABLE_NAMES } from './sources/tables.ts';
import type { Source } from './sources/types.ts';

/** What seals the keys within an archive; also the member that marks a sealed value. */
export const ARCHIVE_PURPOSE = 'legacy archive';
export const SEALED = '$sealed';
// A config that is text, as JSON within JSON is, may hold a key anywhere in it.
const SECRET_MEMBERS = new Set([
  'openai_api_key',
  'dalle_api_key',
  'runware_api_key',
  'apiKey',
  'api_key',
  'key',
  'config',
]);

/**
 * Writes every row of the source into a file, one a line, compressed, keys sealed; under another name until it is whole. Returns the
 * SHA-256 of the file.
 */
export async function writeArchive(
  source: Source,
  keyring: Keyring,
  path: string,
): Promise<{ hash: string; rows: number }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  let rows = 0;
  async function* lines(): AsyncIterable<string> {
    for await (const entry of source.rows(TABLE_NAMES)) {
      rows += 1;
      yield `${JSON.stringify(lineOf(entry, keyring))}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(`${path}.part`, { mode: 0o600 }));
  await rename(`${path}.part`, path);
  return { hash: await hashOf(path), rows };
}

// A row that did not fit is kept as the fault that it was: its values were never taken in.
function lineOf(
  entry: SourceRow,
  keyring: Keyring,
): { table: string; pk: string; fields: Record<string, unknown> } {
  if ('fault' in entry) return { table: entry.table, pk: entry.pk, fields: { $unfit: entry.fault } };
  const { pk, ...fields } = entry.row as Record<string, unknown> & { pk: string };
  return { table: entry.table, pk, fields: sealSecrets(fields, keyring) as Record<string, unknown> };
}

function sealSecrets(value: unknown, keyring: Keyring): unknown {
  if (Array.isArray(value)) return value.map((item) => sealSecrets(item, keyring));
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (!SECRET_MEMBERS.has(name) || typeof inner !== 'string' || inner.trim() === '')
        return [name, sealSecrets(inner, keyring)];
      const { sealed, keyId } = sealText(keyring, ARCHIVE_PURPOSE, inner);
      return [name, { [SEALED]: sealed, keyId }];
    }),
  );
}

/** SHA-256 of a file, in hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
