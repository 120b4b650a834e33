import { type SQL, sql } from 'drizzle-orm';

/** A rule of the registry and a query that finds what breaks it, a line of text a row. */
export interface Rule {
  rule: string;
  find: (now: Date) => SQL;
}

/** Constraints, indexes and triggers that hold the rules: each must be there and on. */
const GUARDS = {
  constraints: [
    'ai_models_default_is_active',
    'ai_models_tier_by_type',
    'ai_models_costs_not_negative',
    'ai_models_provider_id_providers_id_fk',
    'ai_models_quality_tier_quality_tiers_tier_fk',
    'ai_models_successor_id_ai_models_id_fk',
    'ai_models_not_own_successor',
    'model_prices_by_type',
    'model_prices_model',
    'model_prices_not_backdated',
    'credentials_secret_present',
    'credentials_retiring_until',
    'credentials_provider_id_providers_id_fk',
    'site_settings_image_tier_quality_tiers_tier_fk',
    'site_settings_image_model_id_ai_models_id_fk',
    'site_settings_text_model_id_ai_models_id_fk',
    'site_settings_image_counts',
  ],
  indexes: [
    'ai_models_one_default',
    'ai_models_one_active_per_tier',
    'model_prices_one_per_start',
    'credentials_one_active',
  ],
  triggers: {
    ai_models: ['default_provider', 'active_has_price', 'successor_chain', 'announce'],
    providers: ['provider_defaults', 'announce'],
    model_prices: ['price_change', 'announce'],
    quality_tiers: ['announce'],
    credentials: ['announce'],
    site_settings: ['settings_models'],
    audit_events: ['append_only', 'append_only_truncate'],
    credit_entries: ['append_only', 'append_only_truncate'],
    accounts: ['announce'],
    users: ['announce'],
    sessions: ['announce'],
    memberships: ['announce'],
    api_tokens: ['announce'],
  },
} as const;

const triggers = () =>
  sql.join(
    Object.entries(GUARDS.triggers).flatMap(([table, own]) => own.map((name) => sql`(${table}, ${name})`)),
    sql`, `,
  );

const names = (values: readonly string[]) =>
  sql.join(
    values.map((value) => sql`(${value})`),
    sql`, `,
  );

/** Every rule of the registry that SQL can check. Where the guards stand they can find nothing; they look all the same. */
export const RULES: readonly Rule[] = [
  {
    rule: 'Each type has one default model',
    find: () => sql`select 'There are ' || count(m.id) || ' default ' || t.type || ' models.' as problem
      from (values ('text'), ('image')) t (type) left join ai_models m on m.model_type::text = t.type and m.is_default group by t.type having count(m.id) <> 1`,
  },
  {
    rule: 'A default model is active, and so is its provider',
    find: () => sql`select m.display_name || ' is the default, but ' || case when m.status <> 'active' then 'is ' || m.status else p.name || ' is switched off' end || '.' as problem
      from ai_models m join providers p on p.id = m.provider_id where m.is_default and (m.status <> 'active' or not p.is_active)`,
  },
  {
    rule: 'A text model is priced by tokens, an image model by image, always above zero',
    find: () => sql`select m.display_name || ' has a price that is not one (' || p.id || ').' as problem
      from model_prices p join ai_models m on m.id = p.model_id
      where case m.model_type when 'text' then coalesce(p.tokens_per_credit, 0) < 1 or p.credits_per_image is not null
        else coalesce(p.credits_per_image, 0) < 1 or p.tokens_per_credit is not null end`,
  },
  {
    rule: 'An active model has a price in force',
    find: (
      now,
    ) => sql`select m.display_name || ' is active without a price in force.' as problem from ai_models m
      where m.status = 'active' and not exists (
        select from model_prices p where p.model_id = m.id and p.cancelled_at is null and p.effective_from <= ${now.toISOString()}::timestamptz)`,
  },
  {
    rule: 'An image model has a tier, a text model none',
    find: () => sql`select display_name || case model_type when 'image' then ' has no tier.' else ' is a text model with a tier.' end as problem
      from ai_models where (model_type = 'image') <> (quality_tier is not null)`,
  },
  {
    rule: 'One active model serves a tier',
    find: () => sql`select count(*) || ' active models serve the tier ' || quality_tier || ': ' || string_agg(display_name, ', ') || '.' as problem
      from ai_models where status = 'active' and quality_tier is not null group by quality_tier having count(*) > 1`,
  },
  {
    rule: 'Successors have the same type and form no circle',
    find: () => sql`with recursive chain (start, id, path, circle) as (
        select id, successor_id, array[id], false from ai_models where successor_id is not null
        union all
        select c.start, m.successor_id, c.path || m.id, m.id = any (c.path) from chain c join ai_models m on m.id = c.id where not c.circle
      )
      select distinct m.display_name || ' leads back to itself.' as problem from chain c join ai_models m on m.id = c.start where c.circle
      union all
      select m.display_name || ' is succeeded by ' || s.display_name || ', which has another type.' from ai_models m join ai_models s on s.id = m.successor_id where s.model_type <> m.model_type`,
  },
  {
    rule: 'A site chose models of the right type',
    find: () => sql`select 'The site ' || s.name || ' chose ' || m.display_name || ' for the wrong purpose.' as problem
      from site_settings g join sites s on s.id = g.site_id join ai_models m on (m.id = g.text_model_id and m.model_type <> 'text') or (m.id = g.image_model_id and m.model_type <> 'image')`,
  },
  {
    rule: 'One key is active for a provider and name',
    find: () => sql`select p.name || ' has ' || count(*) || ' active keys named ' || c.name || '.' as problem
      from credentials c join providers p on p.id = c.provider_id where c.status = 'active' group by p.name, c.name, c.account_id having count(*) > 1`,
  },
  {
    rule: 'Constraints, indexes and triggers that hold the rules are there and on',
    find: () => sql`
      select 'The constraint ' || g.name || ' is missing or not validated.' as problem from (values ${names(GUARDS.constraints)}) g (name)
        where not exists (select from pg_constraint where conname = g.name and convalidated)
      union all
      select 'The index ' || g.name || ' is missing or not unique.' from (values ${names(GUARDS.indexes)}) g (name)
        where not exists (select from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname = g.name and i.indisunique and i.indisvalid)
      union all
      select 'The trigger ' || g.name || ' of ' || g.of || ' is missing or switched off.' from (values ${triggers()}) g (of, name)
        where not exists (select from pg_trigger where tgrelid = to_regclass('public.' || g.of) and tgname = g.name and tgenabled in ('O', 'A'))`,
  },
  {
    rule: "Every table with customers' data is behind forced row-level security",
    find: () => sql`select 'The table ' || c.relname || ' is not protected.' as problem
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.atttypid = 'uuid'::regtype
        and not c.relispartition and c.relname <> 'audit_events'
        and (not c.relrowsecurity or not c.relforcerowsecurity or not exists (select from pg_policy where polrelid = c.oid))`,
  },
  {
    rule: 'The application role owns nothing and bypasses nothing',
    find: () => sql`select 'The role ' || rolname || ' is a superuser or bypasses row-level security.' as problem from pg_roles where rolname = 'igny8_app' and (rolsuper or rolbypassrls)
      union all select 'The role igny8_app owns the table ' || tablename || '.' from pg_tables where schemaname = 'public' and tableowner = 'igny8_app'`,
  },
];
