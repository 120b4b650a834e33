import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_KEYRING } from '#tests/database.ts';
import { writeArchive } from './archive.ts';
import { archiveSource } from './sources/archive.ts';
import { checkRow, type SourceRow } from './sources/tables.ts';

const KEY = 'sk-legacy-ARCHIVED-0123456789';
const row = (pk: string, config: unknown) =>
  checkRow('settings', pk, { account: '1', integration_type: 'openai', config, is_active: true });

describe('the archive of a source', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp('/tmp/igny8-archive-');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('holds no key in the open, however the settings hold it, and gives every row back as it was', async () => {
    const rows = [
      row('1', { apiKey: KEY, model: 'x' }),
      row('2', JSON.stringify({ apiKey: KEY, model: 'x' })),
      row('3', `not JSON ${KEY}`),
      row('4', null),
    ];
    const source = {
      kind: 'dump',
      shown: 'test',
      async *rows() {
        yield* rows;
      },
      others: async () => [],
      readers: async () => [],
      close: async () => {},
    } satisfies Parameters<typeof writeArchive>[0];
    const path = join(folder, 'test.ndjson.gz');
    expect(await writeArchive(source, TEST_KEYRING, path)).toMatchObject({ rows: 4 });
    expect(gunzipSync(await readFile(path)).toString()).not.toContain(KEY);
    const back: SourceRow[] = [];
    for await (const entry of archiveSource(path, TEST_KEYRING).rows(['settings'])) back.push(entry);
    expect(back).toEqual(rows);
  });
});
