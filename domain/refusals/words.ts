import type { ErrorCode } from '../errors.ts';

/** What a refused rule says: its code, what is wrong with the cure, and the field at fault where the caller gave one. */
type Words = readonly [code: ErrorCode, detail: string, path?: string];

/** What a row of each table is called. */
export const THINGS: Readonly<Record<string, string>> = {
  accounts: 'account',
  ai_models: 'model',
  api_tokens: 'API token',
  article_revisions: 'revision',
  articles: 'article',
  attempts: 'attempt',
  audit_events: 'audit event',
  automation_runs: 'automation run',
  automation_stage_runs: 'stage of an automation run',
  automation_stages: 'stage',
  automations: 'automation',
  clusters: 'cluster',
  content_ideas: 'idea',
  credentials: 'credential',
  credit_accounts: 'credit account',
  credit_entries: 'entry of the books',
  credit_grants: 'grant',
  credit_late_settlements: 'late settlement',
  credit_proofs: 'proof of the books',
  credit_reservations: 'reservation',
  credit_transactions: 'transaction',
  idempotency_keys: 'idempotency key',
  image_prompts: 'image prompt',
  images: 'image',
  key_checks: 'check of an encryption key',
  keywords: 'keyword',
  link_suggestions: 'link suggestion',
  login_methods: 'way to sign in',
  memberships: 'membership',
  model_prices: 'price',
  notices: 'notice',
  optimizations: 'optimization',
  platform_settings: 'platform setting',
  provider_tests: 'test of a provider',
  providers: 'provider',
  quality_tiers: 'tier',
  rate_limits: 'limit',
  run_events: 'event of a run',
  run_steps: 'step',
  runs: 'run',
  schema_history: 'change of the schema',
  sessions: 'session',
  site_settings: 'site setting',
  sites: 'site',
  stored_results: 'stored result',
  tasks: 'task',
  usage_days: 'day of usage',
  usage_logs: 'usage row',
  usage_totals: 'day of usage',
  users: 'person',
  verifications: 'verification',
  workers: 'worker',
};

/** Every check, unique rule, exclusion and rule of a trigger: by the name under which PostgreSQL reports it. */
export const WORDS: Readonly<Record<string, Words>> = {
  // People and accounts
  accounts_name_present: ['invalid_field', 'An account has a name. Write one.', 'name'],
  accounts_threshold_not_negative: [
    'invalid_field',
    'The low balance threshold is 0 or more credits.',
    'lowBalanceThreshold',
  ],
  users_email: ['conflict', 'There is a person with this e-mail address. Use another address.', 'email'],
  notices_once: ['conflict', 'This notice has been written already. Nothing is to be done.'],
  platform_settings_usd_per_credit: [
    'invalid_field',
    'What a credit brings in US dollars is 0 or more.',
    'usdPerCredit',
  ],

  // Registry
  ai_models_model_name_unique: [
    'conflict',
    'There is a model of this name already. Change that one, or use another name.',
    'modelName',
  ],
  ai_models_one_default: ['conflict', 'Another model became the default at the same moment. Try again.'],
  ai_models_one_active_per_tier: [
    'conflict',
    'Another active model serves this tier. Deactivate it first, or give the tier to this model.',
    'qualityTier',
  ],
  ai_models_default_is_active: [
    'conflict',
    'A default model must be active. Make another model the default first.',
    'status',
  ],
  ai_models_tier_by_type: [
    'invalid_field',
    'An image model has a quality tier; a text model has none. Choose a tier, or leave it out.',
    'qualityTier',
  ],
  ai_models_not_own_successor: [
    'invalid_field',
    'A model cannot succeed itself. Choose another one.',
    'successorId',
  ],
  ai_models_successor_circle: [
    'invalid_field',
    'The successors would form a circle. Choose a model that does not lead back to this one.',
    'successorId',
  ],
  ai_models_successor_type: [
    'invalid_field',
    'The successor must have the same type. Choose another one.',
    'successorId',
  ],
  ai_models_costs_not_negative: ['invalid_field', 'A provider cost is 0 or more.', 'inputCostPerMtok'],
  ai_models_default_provider_active: [
    'conflict',
    'The provider of a default model must be active. Activate it first, or make another model the default.',
    'providerId',
  ],
  ai_models_active_has_price: [
    'invalid_state',
    'An active model needs a price in force. Give it one that starts now.',
    'price',
  ],
  providers_serves_default: [
    'in_use',
    'A default model belongs to this provider. Make another model the default first.',
    'isActive',
  ],
  providers_slug_unique: ['conflict', 'There is a provider of this short name. Use another one.', 'slug'],
  quality_tiers_position_unique: ['conflict', 'Another tier has this position. Choose another.', 'position'],
  model_prices_one_per_start: [
    'conflict',
    'Another price starts at this very time. Choose another time, or cancel the other price first.',
    'effectiveFrom',
  ],
  model_prices_by_type: [
    'invalid_field',
    'A text model is priced by tokens_per_credit, an image model by credits_per_image, each greater than zero. Give that one alone.',
    'price',
  ],
  model_prices_not_backdated: [
    'invalid_field',
    'A price starts now or later; what is past stays as it was. Choose a later time, or none for now.',
    'effectiveFrom',
  ],
  model_prices_immutable: ['conflict', 'A price that has started is never changed. Set a new one.'],
  credentials_one_active: [
    'conflict',
    'There is an active credential of this name at this provider. Replace that one, or use another name.',
    'name',
  ],
  credentials_secret_present: ['invalid_field', 'A credential is not empty. Paste the secret.', 'secret'],
  credentials_retiring_until: [
    'invalid_field',
    'A credential that is being replaced has an end. Say until when it may be used.',
    'retiresAt',
  ],

  // Sites and their automation
  sites_name_present: ['invalid_field', 'A site has a name. Write one.', 'name'],
  site_settings_image_counts: [
    'invalid_field',
    'An article has 0 or 1 featured images, and 0 to 10 in its text.',
    'inArticleImages',
  ],
  site_settings_model_type: [
    'invalid_field',
    'The chosen model has another type. Choose a text model for text and an image model for images.',
    'textModelId',
  ],
  automations_budgets_positive: [
    'invalid_field',
    'A budget is 1 credit or more. Leave it empty for no budget.',
    'budgetPerRun',
  ],
  automations_enabled_has_cron: [
    'invalid_field',
    'A schedule that is on has times. Write when it runs, or switch it off.',
    'cron',
  ],
  automation_stages_items: ['invalid_field', 'A stage takes 1 to 500 items.', 'maxItems'],
  automation_runs_once_per_due: [
    'conflict',
    'The schedule has been carried out for this time already. Nothing is to be done.',
  ],

  // Content
  keywords_country: [
    'invalid_field',
    'A country is two capital letters, such as US, or empty for all.',
    'country',
  ],
  keywords_figures: [
    'invalid_field',
    'A volume is 0 or more, a difficulty 0 to 100. Leave out what is not known.',
    'volume',
  ],
  keywords_word_present: ['invalid_field', 'A keyword has 1 to 200 characters.', 'keyword'],
  keywords_status_cluster: [
    'invalid_state',
    'A clustered keyword is in a cluster, a new one in none. Choose a cluster, or take it out of its own.',
    'clusterId',
  ],
  keywords_once: [
    'conflict',
    'This keyword is there already for this country. Change that one instead.',
    'keyword',
  ],
  clusters_name_present: ['invalid_field', 'A cluster has a name. Write one.', 'name'],
  clusters_name: ['conflict', 'There is a cluster of this name. Use another name.', 'name'],
  content_ideas_title_present: ['invalid_field', 'An idea has a title. Write one.', 'title'],
  tasks_title_present: ['invalid_field', 'A task has a title. Write one.', 'title'],
  tasks_once_per_idea: ['conflict', 'There is a task of this idea already. Go on with that one.', 'ideaId'],
  articles_title_present: ['invalid_field', 'An article has a title. Write one.', 'title'],
  articles_once_per_task: [
    'conflict',
    'There is an article of this task already. Go on with that one.',
    'taskId',
  ],
  articles_slug: ['conflict', 'Another article of this site has this address. Change the address.', 'slug'],
  article_revisions_number: [
    'conflict',
    'Somebody saved this article at the same moment. Look at the present text and save again.',
  ],
  image_prompts_present: ['invalid_field', 'An image prompt says what to show. Write it.', 'prompt'],
  image_prompts_place: [
    'conflict',
    'There is an image prompt for this place. Change that one, or remove it first.',
    'position',
  ],
  images_placed_not_deleted: [
    'invalid_state',
    'A removed image is not placed. Take its removal back first.',
    'isPlaced',
  ],
  images_one_featured: [
    'conflict',
    'Another image became the featured one at the same moment. Look at the article and try again.',
  ],
  link_suggestions_elsewhere: [
    'invalid_field',
    'An article does not link to itself. Choose another target.',
    'targetArticleId',
  ],
  link_suggestions_once: [
    'conflict',
    'This link is suggested already. Accept or dismiss that suggestion.',
    'targetArticleId',
  ],

  // Runs
  runs_once: [
    'conflict',
    'A run was started with this idempotency key already. Look at that run, or use a new key.',
  ],
  runs_state: ['invalid_state', 'The run has gone on in the meantime. Look at its present state.', 'status'],

  // Credits
  credit_accounts_held_is_covered: [
    'insufficient_credits',
    'The available credits do not cover this. Give the account credits first.',
  ],
  credit_accounts_never_negative: [
    'insufficient_credits',
    'The balance does not cover this. Give the account credits first.',
  ],
  credit_reservations_price_in_force: [
    'conflict',
    'The price changed in the meantime. Look at the new quote and try again.',
  ],
  credit_transactions_never_negative: [
    'insufficient_credits',
    'The balance does not cover this. Give the account credits first.',
  ],
  credit_transactions_sign: [
    'invalid_field',
    'A grant and a refund give credits, an adjustment is not zero. Change the amount.',
    'amount',
  ],
  credit_transactions_sequence: ['conflict', 'The account was booked on at the same moment. Try again.'],
  credit_transactions_key: [
    'conflict',
    'This was booked already under the same idempotency key. Look at the transactions before booking anew.',
  ],
};

/** Rules that only our own code can break: not a refusal but a fault of ours, logged, and told with the request id. */
export const OURS: ReadonlySet<string> = new Set([
  'api_tokens_hash_unique',
  'article_revisions_numbered',
  'attempts_answered',
  'attempts_ended_at',
  'attempts_number',
  'attempts_reservation',
  'automation_runs_scheduled_has_due',
  'automation_runs_trigger',
  'credit_entries_balance',
  'credit_entries_book',
  'credit_entries_customer_names_grant',
  'credit_entries_not_zero',
  'credit_grants_remaining',
  'credit_late_settlements_once',
  'credit_reservations_amount',
  'credit_reservations_final',
  'credit_reservations_key',
  'credit_reservations_price',
  'credit_reservations_state',
  'credit_reservations_trigger',
  'credit_transactions_kind',
  'credit_transactions_one_per_reservation',
  'image_prompts_position',
  'images_size',
  'link_suggestions_decided',
  'notices_account_by_audience',
  'optimizations_decided',
  'optimizations_revision',
  'platform_settings_one_row',
  'run_steps_done_has_result',
  'run_steps_failed_says_why',
  'run_steps_position',
  'runs_finished_at',
  'runs_lease',
  'runs_progress',
  'runs_quote_in_order',
  'runs_trigger',
  'runs_waiting_says_why',
  'sessions_token_unique',
  'usage_days_key',
  'usage_logs_adds_up',
  'usage_logs_not_negative',
  'usage_totals_key',
]);
