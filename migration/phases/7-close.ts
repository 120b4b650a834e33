import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Context } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { hashOf, writeArchive } from '../archive.ts';
import { type Effect, type Finding, finding, type Phase, type Report, type Work } from '../engine/phase.ts';
import { archiveSource } from '../sources/archive.ts';
import { readSmall } from '../sources/read.ts';
import { TABLE_NAMES, type TableName } from '../sources/tables.ts';
import { shadowRows } from './2-shadow.ts';

/** Phase 7: proves that everything was dealt with and that nothing reads the old source, archives it, and closes the migration. */
export const closePhase: Phase = {
  number: 7,
  title: 'Clean up',
  does: 'Proves that nothing reads the old source any more, archives it in a file with its hash, drops the parallel data, and closes.',
  tables: [],
  async plan(work): Promise<Report> {
    const proof = await prove(work);
    return {
      effects: [
        { what: 'rows archived', count: proof.rows, detail: archivePath(work) },
        {
          what: 'rows of parallel data dropped',
          count: await shadowed(work.ctx),
          detail: 'the impact report stays',
        },
      ],
      proof: proof.findings,
    };
  },
  async steps(work): Promise<Archived> {
    const proof = await prove(work);
    const failed = proof.findings.filter((entry) => !entry.ok);
    if (failed.length > 0)
      throw new DomainError(
        'invalid_state',
        failed.map((entry) => `${entry.what}: ${entry.detail}`).join(' '),
        { extra: { findings: failed } },
      );
    const path = archivePath(work);
    return { path, ...(await writeArchive(work.source, work.ctx.keyring, path)), proof: proof.findings };
  },
  async apply({ ctx }, steps) {
    const { path, hash, rows, proof } = steps as Archived;
    const dropped = await shadowed(ctx);
    await ctx.db.execute(
      sql`update legacy_migrations set archive_path = ${path}, archive_hash = ${hash}, closed_at = ${ctx.clock.now().toISOString()}`,
    );
    await ctx.db.execute(sql`delete from legacy_shadow`);
    return {
      report: {
        effects: [
          { what: 'rows archived', count: rows, detail: `${path}, SHA-256 ${hash}` },
          { what: 'rows of parallel data dropped', count: dropped, detail: 'the impact report stays' },
        ],
        proof,
      },
    };
  },
  async verify({ ctx }): Promise<Finding[]> {
    const { path, hash } = await archived(ctx);
    const there = existsSync(path);
    const now = there ? await hashOf(path) : null;
    return [
      finding(
        'The archive is there and whole',
        now === hash,
        there ? `${path}, SHA-256 ${now}` : `${path} is gone`,
      ),
      ...(await everythingEnded(ctx, there ? await countRows(archiveSource(path, ctx.keyring)) : {})),
    ];
  },
  rollback: reopen,
};

interface Archived {
  path: string;
  hash: string;
  rows: number;
  proof: Finding[];
}

const archivePath = ({ options, small }: Work) =>
  resolve(
    join(
      options.archiveFolder ?? join('.data', 'legacy'),
      `igny8-legacy-${small.identity.slice(0, 12)}.ndjson.gz`,
    ),
  );

async function shadowed(ctx: Context): Promise<number> {
  const [row] = await ctx.db.execute<{ count: number }>(
    sql`select count(*)::int as count from legacy_shadow`,
  );
  return row?.count ?? 0;
}

async function countRows(source: Pick<Work['source'], 'rows'>): Promise<Partial<Record<TableName, number>>> {
  const counts: Partial<Record<TableName, number>> = Object.fromEntries(TABLE_NAMES.map((name) => [name, 0]));
  for await (const entry of source.rows(TABLE_NAMES)) counts[entry.table] = (counts[entry.table] ?? 0) + 1;
  return counts;
}

async function prove({ ctx, source }: Work): Promise<{ findings: Finding[]; rows: number }> {
  const counts = await countRows(source);
  const readers = await source.readers();
  return {
    rows: Object.values(counts).reduce((sum, count) => sum + count, 0),
    findings: [
      finding(
        'Nobody else is connected to the old database',
        readers.length === 0,
        readers.length === 0
          ? source.kind === 'database'
            ? 'no other session'
            : 'the source is a file'
          : readers.join(', '),
      ),
      ...(await everythingEnded(ctx, counts)),
      finding('No earlier phase was left unverified', await earlierVerified(ctx), 'phases 1 to 6'),
    ],
  };
}

/** Each row of the source, whatever phase dealt with it, is written down once or more, and nothing is written down that is not there. */
async function everythingEnded(ctx: Context, counts: Partial<Record<TableName, number>>): Promise<Finding[]> {
  const noted = await ctx.db.execute<{ table: string; rows: number }>(
    sql`select source_table as table, count(distinct source_pk)::int as rows from legacy_rows group by 1`,
  );
  return Object.entries(counts).map(([table, rows]) => {
    const here = noted.find((entry) => entry.table === table)?.rows ?? 0;
    return finding(
      `Every row of ${table} ended somewhere`,
      here === rows,
      `${rows} in the source, ${here} imported, merged or listed${here < rows ? '; something was written there since: run the phases again' : ''}`,
    );
  });
}

async function earlierVerified(ctx: Context): Promise<boolean> {
  const rows = await ctx.db.execute(sql`select 1 from legacy_phases where phase < 7 and state <> 'verified'`);
  return rows.length === 0;
}

async function archived(ctx: Context): Promise<{ path: string; hash: string }> {
  const [row] = await ctx.db.execute<{ archive_path: string | null; archive_hash: string | null }>(
    sql`select archive_path, archive_hash from legacy_migrations`,
  );
  if (!row?.archive_path || !row.archive_hash) throw new DomainError('invalid_state', 'There is no archive.');
  return { path: row.archive_path, hash: row.archive_hash };
}

/** Opens the migration again: the archive, whose hash must be right, gives the parallel data anew and stands in for the source. */
async function reopen(ctx: Context): Promise<Effect[]> {
  const { path, hash } = await archived(ctx);
  if (!existsSync(path))
    throw new DomainError('conflict', `The archive ${path} is not there. Bring it back first.`);
  if ((await hashOf(path)) !== hash)
    throw new DomainError(
      'conflict',
      `The archive ${path} is not the one that was written: its hash differs.`,
    );
  const source = archiveSource(path, ctx.keyring);
  const small = await readSmall(source, null);
  let rows = 0;
  for await (const batch of shadowRows(ctx, source, small)) {
    rows += batch.length;
    await ctx.db.execute(
      sql`insert into legacy_shadow select * from jsonb_populate_recordset(null::legacy_shadow, ${JSON.stringify(batch)}::jsonb) on conflict do nothing`,
    );
  }
  await ctx.db.execute(sql`update legacy_migrations set closed_at = null`);
  return [
    {
      what: 'rows of parallel data restored from the archive',
      count: rows,
      detail: `${path} stands in for the source`,
    },
  ];
}
