import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { person } from '#tests/database.ts';
import {
  askFor,
  migrationStatus,
  planPhase,
  rollbackPhase,
  setSource,
  sourcePlace,
  workOnRequest,
} from '../index.ts';
import { DUMP } from './load.ts';
import { useMigrationWorld } from './world.ts';

describe('acts that a worker does', () => {
  const world = useMigrationWorld();
  const settings = () => ({ source: undefined, archiveFolder: join(world.folder, 'archive') });
  const phase = async (number: number) => (await migrationStatus(world.ctx, undefined)).phases[number - 1];

  it('need a source, and say so', async () => {
    await askFor(world.ctx, 1, 'plan');
    await workOnRequest(world.ctx, settings());
    expect((await phase(1))?.error).toContain('Say where the earlier installation lies');
  });

  it('keep a typed source sealed, and show it without its password', async () => {
    const typed = world.old.url
      .replace('://', '://somebody:Secret-Word@')
      .replace(/somebody:Secret-Word@[^@]*@/, 'somebody:Secret-Word@');
    await setSource(world.ctx, typed);
    expect(await sourcePlace(world.ctx, undefined)).toBe(typed);
    expect((await migrationStatus(world.ctx, undefined)).source).not.toContain('Secret-Word');
    const [row] = await world.owner
      .sql`select (select string_agg(m::text, '') from legacy_migrations m) || (select string_agg(a::text, '') from audit_events a) as text`;
    expect(row!['text']).not.toContain('Secret-Word');
    for (const place of [
      'postgresql+psycopg2://somebody:Secret-Word@db/igny8',
      'host=db user=somebody password=Secret-Word dbname=igny8',
    ]) {
      await setSource(world.ctx, place);
      expect((await migrationStatus(world.ctx, undefined)).source).not.toContain('Secret-Word');
    }
    const events = await world.owner.sql`select string_agg(a::text, '') as text from audit_events a`;
    expect(events[0]!['text']).not.toContain('Secret-Word');
    await setSource(world.ctx, DUMP);
  });

  it('are done one at a time, and an answer is there afterwards', async () => {
    await askFor(world.ctx, 1, 'apply');
    await expect(askFor(world.ctx, 1, 'plan')).rejects.toThrow('being worked on');
    expect(await workOnRequest(world.ctx, settings())).toBe(true);
    expect(await workOnRequest(world.ctx, settings())).toBe(false);
    expect(await phase(1)).toMatchObject({ state: 'applied', asked: null, error: null });
  });

  it('are taken up again when their worker died, and left alone while it lives', async () => {
    await askFor(world.ctx, 1, 'verify');
    await world.owner
      .sql`update legacy_phases set lease_until = clock_timestamp() + interval '1 minute' where phase = 1`;
    expect(await workOnRequest(world.ctx, settings())).toBe(false);
    await world.owner
      .sql`update legacy_phases set lease_until = clock_timestamp() - interval '1 second' where phase = 1`;
    expect(await workOnRequest(world.ctx, settings())).toBe(true);
    expect((await phase(1))?.state).toBe('verified');
    await rollbackPhase(world.ctx, 1);
  });

  it('are an administrator’s', async () => {
    const owner = world.as(person({ [crypto.randomUUID()]: 'owner' }));
    await expect(askFor(owner, 1, 'plan')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(migrationStatus(owner, undefined)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('sources that are not what they should be', () => {
  const world = useMigrationWorld();
  const planned = (source: string) => planPhase(world.ctx, 1, { source });

  it('a dump that was cut is told, not half read', async () => {
    const whole = gunzipSync(readFileSync(DUMP));
    const path = join(world.folder, 'cut.json');
    await writeFile(path, whole.subarray(0, whole.length - 5000));
    await expect(planned(path)).rejects.toThrow(/ends in the middle|cannot be read/);
  });

  it('another file, another database, no file', async () => {
    const path = join(world.folder, 'other.json');
    await writeFile(path, '[{"name": "x"}]');
    await expect(planned(path)).rejects.toThrow('no dumpdata file');
    await expect(planned(world.url)).rejects.toThrow('lacks a table');
    await expect(planned('/nowhere/dump.json')).rejects.toMatchObject({ code: 'invalid_field' });
    await expect(planned('postgres://a:Secret-Word@127.0.0.1:1/x')).rejects.toThrow(
      /127\.0\.0\.1:1\/x cannot be reached/,
    );
  });

  it('a row that does not fit is listed with the field at fault, and the rest goes on', async () => {
    const rows = JSON.parse(gunzipSync(readFileSync(DUMP)).toString('utf8')) as {
      model: string;
      pk: number;
      fields: Record<string, unknown>;
    }[];
    for (const row of rows)
      if (row.model === 'billing.creditusagelog' && row.pk === 17) row.fields['credits_used'] = 'many';
    const path = join(world.folder, 'unfit.json');
    await writeFile(path, JSON.stringify(rows));
    const report = await planned(path);
    expect(report['faults']).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'usage_unfit', count: 1, pks: ['17'] })]),
    );
  });

  it('the session on the old database refuses to write, whatever it is led to', async () => {
    await world.old.sql.unsafe(`create function trap() returns boolean language plpgsql as $$ begin update igny8_tenants set credits = 0; return true; end $$;
      alter table igny8_sites rename to real_sites; create view igny8_sites as select s.*, trap() as trapped from real_sites s`);
    await expect(planned(world.old.url)).rejects.toThrow('read-only transaction');
    const [left] = await world.old.sql`select sum(credits)::int as credits from igny8_tenants`;
    expect(left!['credits']).not.toBe(0);
  });
});
