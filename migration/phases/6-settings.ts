import { eq, sql } from 'drizzle-orm';
import { siteSettings } from '#db/schema/index.ts';
import type { Context } from '#domain/context.ts';
import { registrySnapshot } from '#domain/models/index.ts';
import {
  counted,
  type Effect,
  type Finding,
  finding,
  type Noted,
  note,
  noteUnfit,
  type Phase,
  type Work,
} from '../engine/phase.ts';
import { configOf, type Mapped, mapGlobals, mapSettings } from '../rules/choices.ts';
import { findKeys } from '../rules/keys.ts';

type Fields = Mapped['fields'];
interface Change {
  sitePk: string;
  siteId: string;
  before: Fields;
  after: Fields;
}

/** Phase 6: choices of the platform and of accounts become tiers and models on their sites. What cannot be mapped is listed, not guessed. */
export const settingsPhase: Phase = {
  number: 6,
  title: 'Settings',
  does: 'Maps the choices of the platform and of accounts to tiers and models on each site. Each unknown one is listed with its cure.',
  tables: ['globals', 'settings'],
  async plan(work) {
    const mapping = await mapAll(work);
    return { effects: effectsOf(mapping, await changesOf(work.ctx, mapping)), listed: listedOf(mapping) };
  },
  async apply(work) {
    const { ctx, small } = work;
    const mapping = await mapAll(work);
    const changes = await changesOf(ctx, mapping);
    const now = ctx.clock.now();
    for (const { siteId, after } of changes)
      await ctx.db
        .update(siteSettings)
        .set({ ...after, version: sql`${siteSettings.version} + 1`, updatedAt: now })
        .where(eq(siteSettings.siteId, siteId));
    await note(
      ctx,
      6,
      changes.map(({ sitePk, siteId, before, after }) => ({
        table: 'sites',
        pk: sitePk,
        outcome: 'imported',
        target: { type: 'site', id: siteId },
        detail: { before, after },
      })),
    );
    await note(ctx, 6, [...mapping.rows, ...mapping.globals].map(noteOf));
    await noteUnfit(ctx, 6, small, ['globals', 'settings']);
    return { report: { effects: effectsOf(mapping, changes), listed: listedOf(mapping) } };
  },
  async verify({ ctx, small }): Promise<Finding[]> {
    const unfit = (table: string) => small.unfit.filter((row) => row.table === table).length;
    const [dangling] = await ctx.db.execute<{
      sites: number;
    }>(sql`select count(*)::int as sites from site_settings s join legacy_rows r on r.phase = 1 and r.source_table = 'sites' and r.target_id = s.site_id
      left join ai_models t on t.id = s.text_model_id left join quality_tiers q on q.tier = s.image_tier where (s.text_model_id is not null and t.id is null) or (s.image_tier is not null and q.tier is null)`);
    return [
      ...(await counted(ctx, 6, {
        globals: small.globals.length + unfit('globals'),
        settings: small.settings.length + unfit('settings'),
      })),
      finding(
        'Every chosen model and tier is there',
        dangling?.sites === 0,
        `${dangling?.sites} sites with a choice that is not`,
      ),
    ];
  },
  rollback: restore,
};

interface Mapping {
  globals: { table: 'globals'; pk: string; mapped: Mapped; keyOnly: boolean }[];
  rows: { table: 'settings'; pk: string; mapped: Mapped; keyOnly: boolean }[];
  /** What each account's sites take: the platform's choice, then the account's own. */
  bySite: { sitePk: string; fields: Fields }[];
}

async function mapAll({ ctx, small }: Work): Promise<Mapping> {
  const snapshot = await registrySnapshot(ctx);
  const at = ctx.clock.now();
  const known = new Set(small.accounts.map((account) => account.pk));
  const globals = small.globals.map((row) => ({
    table: 'globals' as const,
    pk: row.pk,
    mapped: mapGlobals(row, snapshot, at),
    keyOnly: false,
    active: row.is_active,
  }));
  const rows = small.settings.map((row) => {
    const mapped =
      known.has(row.account) && row.is_active
        ? mapSettings(row, snapshot, at)
        : unused(known.has(row.account));
    const keyOnly =
      configOf(row) !== null &&
      findKeys({ globals: [], settings: [row] }).length > 0 &&
      Object.keys(mapped.fields).length === 0 &&
      mapped.listed.length === 0;
    return { table: 'settings' as const, pk: row.pk, account: row.account, mapped, keyOnly };
  });
  const platform: Fields = Object.assign(
    {},
    ...globals.filter((row) => row.active).map((row) => row.mapped.fields),
  );
  const own = Map.groupBy(rows, (row) => row.account);
  const bySite = small.sites
    .filter((site) => known.has(site.account))
    .map((site) => ({
      sitePk: site.pk,
      fields: Object.assign(
        {},
        platform,
        ...(own.get(site.account) ?? []).map((row) => row.mapped.fields),
      ) as Fields,
    }));
  return { globals, rows, bySite };
}

const unused = (known: boolean): Mapped => ({
  fields: {},
  listed: [
    {
      member: 'config',
      code: 'unknown_value',
      what: known ? 'The settings are switched off.' : 'Their account is not there.',
      cure: 'Not carried over.',
    },
  ],
});

/** Which sites' settings are other than they would be, with what stands there now. */
async function changesOf(ctx: Context, { bySite }: Mapping): Promise<Change[]> {
  const ids = await ctx.db.execute<{ pk: string; id: string }>(
    sql`select source_pk as pk, target_id as id from legacy_rows where phase = 1 and source_table = 'sites' and outcome = 'imported'`,
  );
  const siteIds = new Map(ids.map((row) => [row.pk, row.id]));
  const stored = new Map((await ctx.db.select().from(siteSettings)).map((row) => [row.siteId, row]));
  return bySite.flatMap(({ sitePk, fields }) => {
    const siteId = siteIds.get(sitePk);
    const row = siteId && stored.get(siteId);
    if (!row) return [];
    const names = (Object.keys(fields) as (keyof Fields)[]).filter((name) => row[name] !== fields[name]);
    if (names.length === 0) return [];
    const pick = (from: Record<string, unknown>) =>
      Object.fromEntries(names.map((name) => [name, from[name] ?? null])) as Fields;
    // A tier takes the place of an explicit model, and the other way round.
    const model = 'imageTier' in fields && row.imageModelId ? { imageModelId: row.imageModelId } : {};
    return [
      {
        sitePk,
        siteId: row.siteId,
        before: { ...pick(row), ...model } as Fields,
        after: { ...pick(fields), ...('imageModelId' in model ? { imageModelId: null } : {}) } as Fields,
      },
    ];
  });
}

function noteOf({ table, pk, mapped, keyOnly }: Mapping['rows'][number] | Mapping['globals'][number]): Noted {
  const reason =
    mapped.listed.map((entry) => `${entry.member}: ${entry.what} ${entry.cure}`).join(' ') || null;
  if (Object.keys(mapped.fields).length > 0) return { table, pk, outcome: 'imported', reason };
  if (keyOnly) return { table, pk, outcome: 'merged', reason: 'It holds a key alone; see phase 3.' };
  return reason
    ? { table, pk, outcome: 'listed', reason }
    : { table, pk, outcome: 'merged', reason: 'It chooses nothing; the defaults serve.' };
}

const listedOf = ({ globals, rows }: Mapping) =>
  [...globals, ...rows].flatMap(({ table, pk, mapped }) =>
    mapped.listed.map((entry) => ({ table, pk, ...entry })),
  );

function effectsOf(mapping: Mapping, changes: readonly Change[]): Effect[] {
  return [
    {
      what: 'sites whose settings change',
      count: changes.length,
      detail: [...new Set(changes.flatMap((change) => Object.keys(change.after)))].join(', '),
    },
    { what: 'sites that stay as they are', count: mapping.bySite.length - changes.length, detail: '' },
    {
      what: 'choices listed with their cure',
      count: listedOf(mapping).length,
      detail: listedOf(mapping)
        .map((entry) => `${entry.table} ${entry.pk} ${entry.member}`)
        .join(', '),
    },
  ];
}

/** Brings back what stood there, where nobody has chosen otherwise since. */
async function restore(ctx: Context): Promise<Effect[]> {
  const changes = await ctx.db.execute<{
    site_id: string;
    detail: { before: Record<string, unknown>; after: Record<string, unknown> };
  }>(
    sql`select target_id as site_id, detail from legacy_rows where phase = 6 and source_table = 'sites' and detail is not null order by target_id`,
  );
  const now = ctx.clock.now();
  let kept = 0;
  for (const { site_id: siteId, detail } of changes) {
    const [row] = await ctx.db
      .select()
      .from(siteSettings)
      .where(eq(siteSettings.siteId, siteId))
      .for('update');
    if (!row) continue;
    const ours = Object.keys(detail.after).filter(
      (name) => row[name as keyof typeof row] === detail.after[name],
    );
    kept += Object.keys(detail.after).length - ours.length;
    const fields = Object.fromEntries(ours.map((name) => [name, detail.before[name]]));
    if (ours.length > 0)
      await ctx.db
        .update(siteSettings)
        .set({ ...fields, version: row.version + 1, updatedAt: now })
        .where(eq(siteSettings.siteId, siteId));
  }
  return [
    { what: 'sites whose settings came back', count: changes.length, detail: '' },
    { what: 'choices that people made since, kept', count: kept, detail: '' },
  ];
}
