import { beforeAll, describe, expect, it } from 'vitest';
import { fromDatabase } from '../../server/http/database-errors.ts';
import { useDatabase } from '../../tests/database.ts';
import { DomainError } from '../errors.ts';
import { type DatabaseFault, inWords, refusal } from './index.ts';
import { OURS, THINGS, WORDS } from './words.ts';

/** The class: whatever rule of the schema refuses, the caller reads what is wrong, with what cure, and no name of a constraint. */
interface Rule {
  kind: string;
  tableName: string;
  name: string;
  column?: string;
}

/** The migration's own tables are written by its phases alone; partitions carry the rules of their table. */
const own = (rule: Rule) => !/^legacy_|_\d{6}$/.test(rule.tableName);
const CODE: Record<string, string> = {
  c: '23514',
  f: '23503',
  p: '23505',
  u: '23505',
  x: '23P01',
  n: '23502',
};

const fault = (rule: Rule, detail = ''): DatabaseFault => ({
  code: CODE[rule.kind] ?? '23514',
  message: `violates "${rule.name}"`,
  constraint_name: rule.name,
  table_name: rule.tableName,
  detail,
  ...(rule.column ? { column_name: rule.column } : {}),
});

describe('what the database refuses', () => {
  const t = useDatabase();
  let rules: Rule[] = [];

  beforeAll(async () => {
    const sql = t.owner.sql;
    rules = [
      // Named 't' are the triggers themselves; what they raise is read from their functions below.
      ...(await sql<Rule[]>`
        select contype as kind, conrelid::regclass::text as "tableName", conname as name from pg_constraint
        where connamespace = 'public'::regnamespace and contype not in ('t', 'n')`),
      ...(await sql<Rule[]>`
        select 'u' as kind, i.indrelid::regclass::text as "tableName", c.relname as name
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indisunique and c.relnamespace = 'public'::regnamespace
          and not exists (select from pg_constraint where conindid = i.indexrelid)`),
      ...(await sql<Rule[]>`
        select 'n' as kind, c.relname as "tableName", '' as name, a.attname as column
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where a.attnotnull and a.attnum > 0 and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`),
      ...(await sql<Rule[]>`
        select distinct 'raised' as kind, '' as "tableName", found[1] as name
        from pg_proc p, regexp_matches(p.prosrc, 'constraint = ''([a-z_]+)''', 'g') as found
        where p.pronamespace = 'public'::regnamespace`),
      ...(await sql<Rule[]>`
        select distinct 'append' as kind, tgrelid::regclass::text as "tableName",
          tgrelid::regclass::text || '_append_only' as name
        from pg_trigger where tgfoid = 'refuse_change'::regproc`),
    ].filter(own);
  });

  it('knows words for every rule of the schema', () => {
    for (const kind of ['c', 'f', 'p', 'u', 'n', 'raised', 'append'])
      expect(rules.filter((rule) => rule.kind === kind).length, kind).toBeGreaterThan(0);
    const wordless = rules.filter((rule) => !OURS.has(rule.name) && !refusal(fault(rule)));
    expect(wordless).toEqual([]);
  });

  it('names no constraint, has a cure, and the field where a reference or a value is at fault', () => {
    for (const rule of rules.filter(({ name }) => !OURS.has(name))) {
      const found = refusal(fault(rule));
      // A wrong value's rule is its cure, beside its field; anything else says what to do in a sentence of its own.
      if (found?.code === 'invalid_field') expect(found.fields, rule.name).toHaveLength(1);
      else expect(found?.message, rule.name).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
      expect(found?.message, rule.name).not.toContain(rule.name || '"');
      if (['f', 'n'].includes(rule.kind)) expect(found?.fields, rule.name).toHaveLength(1);
      if (rule.kind === 'f')
        expect(refusal(fault(rule, 'is still referenced from table')), rule.name).toMatchObject({
          code: 'in_use',
        });
    }
  });

  it('keeps no words for a rule that is gone', () => {
    const names = new Set(rules.map((rule) => rule.name));
    expect([...Object.keys(WORDS), ...OURS].filter((name) => !names.has(name))).toEqual([]);
    const tables = new Set(rules.map((rule) => rule.tableName));
    expect(Object.keys(THINGS).filter((name) => !tables.has(name))).toEqual([]);
  });

  it('says them of what PostgreSQL really answers, through Drizzle or not, and not a second time', async () => {
    const refused = async (statement: string) => {
      try {
        await t.owner.sql.unsafe(statement);
      } catch (error) {
        return inWords(new Error('Failed query', { cause: error }));
      }
      throw new Error('was not refused');
    };
    const missing = await refused(
      `insert into ai_models (id, model_name, display_name, model_type, provider_id, created_at, updated_at)
       values (gen_random_uuid(), 'm', 'M', 'text', gen_random_uuid(), now(), now())`,
    );
    expect(missing).toMatchObject({
      code: 'invalid_field',
      message: 'There is no such provider. Choose one that is there.',
      fields: [{ path: 'providerId' }],
    });
    expect(fromDatabase(missing)).toBe(missing);
    expect(
      await refused(`insert into quality_tiers (tier, position, updated_at) values ('x', 9, now())`),
    ).toMatchObject({
      code: 'invalid_field',
      message: 'A tier needs label. Fill it in.',
      fields: [{ path: 'label' }],
    });
    expect(
      await refused(
        `insert into quality_tiers (tier, label, position, updated_at) values ('x', 'X', 9, now()), ('y', 'Y', 9, now())`,
      ),
    ).toMatchObject({ code: 'conflict', fields: [{ path: 'position' }] });
  });

  it('leaves a fault of ours what it is', () => {
    const broken = Object.assign(new Error('violates "attempts_number"'), {
      name: 'PostgresError',
      code: '23505',
      constraint_name: 'attempts_number',
    });
    expect(fromDatabase(broken)).not.toBeInstanceOf(DomainError);
  });
});
