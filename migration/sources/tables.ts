import { z } from 'zod';

const Pk = z.union([z.string().min(1), z.int()]).transform(String);
const Amount = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^-?\d+(\.\d+)?$/, 'not a decimal number'))
  .nullable();
const Whole = z.int();
const Moment = z.union([z.date(), z.iso.datetime({ offset: true })]).transform((value) => new Date(value));
// jsonb and JSONField alike: any JSON value, whatever the application meant to be there.
const Json = z.json();

export const Account = z.object({
  pk: Pk,
  name: z.string(),
  slug: z.string(),
  credits: Whole,
  status: z.string(),
  created_at: Moment,
});
export const Site = z.object({
  pk: Pk,
  account: Pk,
  name: z.string(),
  domain: z.string().nullable(),
  is_active: z.boolean(),
});
export const Model = z.object({
  pk: Pk,
  model_name: z.string().min(1),
  display_name: z.string(),
  model_type: z.enum(['text', 'image']),
  provider: z.string(),
  input_cost_per_1m: Amount,
  output_cost_per_1m: Amount,
  cost_per_image: Amount,
  context_window: Whole.nullable(),
  max_output_tokens: Whole.nullable(),
  valid_sizes: Json.nullable(),
  is_active: z.boolean(),
  is_default: z.boolean(),
});
export const Cost = z.object({
  pk: Pk,
  operation_type: z.string(),
  unit: z.string(),
  credits_cost: Whole.nullable(),
  tokens_per_credit: Whole.nullable(),
  min_credits: Whole,
  is_active: z.boolean(),
});
export const Transaction = z.object({
  pk: Pk,
  account: Pk,
  transaction_type: z.string(),
  amount: Whole,
  balance_after: Whole,
  description: z.string(),
  created_at: Moment,
});
export const Usage = z.object({
  pk: Pk,
  account: Pk,
  site: Pk.nullable(),
  operation_type: z.string(),
  credits_used: Whole,
  cost_usd: Amount,
  model_used: z.string(),
  tokens_input: Whole.nullable(),
  tokens_output: Whole.nullable(),
  metadata: Json,
  created_at: Moment,
});
export const Globals = z.object({
  pk: Pk,
  openai_api_key: z.string(),
  openai_model: z.string(),
  dalle_api_key: z.string(),
  dalle_model: z.string(),
  dalle_size: z.string(),
  runware_api_key: z.string(),
  runware_model: z.string(),
  default_text_provider: z.string(),
  default_image_service: z.string(),
  image_quality: z.string(),
  image_style: z.string(),
  max_in_article_images: Whole,
  is_active: z.boolean(),
});
export const Settings = z.object({
  pk: Pk,
  account: Pk,
  integration_type: z.string(),
  config: Json.nullable(),
  is_active: z.boolean(),
});

/** The eight tables that matter: name in the database, label in a dumpdata file, columns that Django writes under another name, and shape. */
export const TABLES = {
  accounts: { sql: 'igny8_tenants', label: 'account', foreign: [], row: Account },
  sites: { sql: 'igny8_sites', label: 'site', foreign: ['account'], row: Site },
  models: { sql: 'igny8_ai_model_config', label: 'aimodelconfig', foreign: [], row: Model },
  costs: { sql: 'igny8_credit_cost_config', label: 'creditcostconfig', foreign: [], row: Cost },
  globals: {
    sql: 'igny8_global_integration_settings',
    label: 'globalintegrationsettings',
    foreign: [],
    row: Globals,
  },
  settings: {
    sql: 'igny8_integration_settings',
    label: 'integrationsettings',
    foreign: ['account'],
    row: Settings,
  },
  transactions: {
    sql: 'igny8_credit_transactions',
    label: 'credittransaction',
    foreign: ['account'],
    row: Transaction,
  },
  usage: {
    sql: 'igny8_credit_usage_logs',
    label: 'creditusagelog',
    foreign: ['account', 'site'],
    row: Usage,
  },
} as const;

export type TableName = keyof typeof TABLES;
export type RowOf<Name extends TableName> = z.output<(typeof TABLES)[Name]['row']>;

export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
/** Tables that fit into memory: everything but the two that grow with use. */
export const SMALL_TABLES = TABLE_NAMES.filter((name) => name !== 'usage' && name !== 'transactions');

/** A row of the source that passed its check, or one that did not, with the field at fault and never its value. */
export type SourceRow =
  | { [Name in TableName]: { table: Name; pk: string; row: RowOf<Name> } }[TableName]
  | { table: TableName; pk: string; fault: string };

/** Checks one raw row. What does not fit is passed on as a fault, so that it can be listed. */
export function checkRow(table: TableName, pk: string, raw: Record<string, unknown>): SourceRow {
  const parsed = TABLES[table].row.safeParse({ ...raw, pk });
  if (parsed.success) return { table, pk, row: parsed.data } as SourceRow;
  return {
    table,
    pk,
    fault: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  };
}
