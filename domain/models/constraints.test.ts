import { beforeAll, describe, expect, it } from 'vitest';
import { seed } from '#db/seed/index.ts';
import { useDatabase } from '../../tests/database.ts';

/** Each rule of the registry, broken by SQL as the database's owner: it is the database that refuses, whatever the code forgets. */
describe('the rules of the registry hold in the database', () => {
  const t = useDatabase();
  const model = (name: string) => `(select id from ai_models where model_name = '${name}')`;
  const provider = (slug: string) => `(select id from providers where slug = '${slug}')`;
  const row = (over: Record<string, string>) => {
    const values: Record<string, string> = {
      id: 'gen_random_uuid()',
      model_name: "'new-model'",
      display_name: "'New'",
      model_type: "'text'",
      provider_id: provider('openai'),
      status: "'inactive'",
      is_default: 'false',
      created_at: "'2026-11-23T12:00:00Z'",
      updated_at: "'2026-11-23T12:00:00Z'",
      ...over,
    };
    return `insert into ai_models (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
  };
  const priceRow = (
    name: string,
    type: string,
    tokens: string,
    images: string,
    from = '2026-12-01',
    created = '2026-11-23',
  ) =>
    `insert into model_prices (id, model_id, model_type, tokens_per_credit, credits_per_image, effective_from, created_at) values (gen_random_uuid(), ${model(name)}, '${type}', ${tokens}, ${images}, '${from}', '${created}')`;

  beforeAll(() => seed(t.ctx, { demo: true, sandboxUrl: 'http://127.0.0.1:4010' }));

  const violations: [rule: string, statement: () => string, constraint: string][] = [
    [
      'one default per type',
      () => `update ai_models set is_default = true where model_name = 'gpt-4o'`,
      'ai_models_one_default',
    ],
    [
      'a default is active',
      () => `update ai_models set status = 'inactive' where model_name = 'gpt-5.1'`,
      'ai_models_default_is_active',
    ],
    [
      "a default's provider is active, from the provider's side",
      () => `update providers set is_active = false where slug = 'openai'`,
      'providers_serves_default',
    ],
    [
      "a default's provider is active, from the model's side",
      () =>
        `update ai_models set is_default = false where model_name = 'dall-e-3'; update providers set is_active = false where slug = 'runware'; update ai_models set is_default = true where model_name = 'google:4@2'`,
      'ai_models_default_provider_active',
    ],
    [
      'a text model has tokens per credit',
      () => priceRow('gpt-4o', 'text', 'null', 'null'),
      'model_prices_by_type',
    ],
    [
      'a text model has no credits per image',
      () => priceRow('gpt-4o', 'text', '1000', '5'),
      'model_prices_by_type',
    ],
    [
      'an image model has credits per image',
      () => priceRow('dall-e-3', 'image', 'null', 'null'),
      'model_prices_by_type',
    ],
    [
      'an image model has no tokens per credit',
      () => priceRow('dall-e-3', 'image', '1000', '5'),
      'model_prices_by_type',
    ],
    ['no price is zero (text)', () => priceRow('gpt-4o', 'text', '0', 'null'), 'model_prices_by_type'],
    ['no price is zero (image)', () => priceRow('dall-e-3', 'image', 'null', '0'), 'model_prices_by_type'],
    ['no price is negative', () => priceRow('dall-e-3', 'image', 'null', '-5'), 'model_prices_by_type'],
    [
      'no price is beyond reason',
      () => priceRow('dall-e-3', 'image', 'null', '1000001'),
      'model_prices_by_type',
    ],
    [
      "a price has the model's type",
      () => priceRow('dall-e-3', 'text', '1000', 'null'),
      'model_prices_model',
    ],
    ['an image model has a tier', () => row({ model_type: "'image'" }), 'ai_models_tier_by_type'],
    ['a text model has no tier', () => row({ quality_tier: "'basic'" }), 'ai_models_tier_by_type'],
    [
      'a tier exists',
      () => row({ model_type: "'image'", quality_tier: "'golden'" }),
      'ai_models_quality_tier_quality_tiers_tier_fk',
    ],
    [
      'one active model a tier',
      () => `update ai_models set status = 'active' where model_name = 'gpt-image-2.6-sunburst'`,
      'ai_models_one_active_per_tier',
    ],
    ['an active model has a price', () => row({ status: "'active'" }), 'ai_models_active_has_price'],
    [
      'a standby model without a price does not become active',
      () => `update ai_models set status = 'active' where model_name = 'gpt-6-luna'`,
      'ai_models_active_has_price',
    ],
    [
      'a provider with models is not deleted',
      () => `delete from providers where slug = 'openai'`,
      'ai_models_provider_id_providers_id_fk',
    ],
    [
      'a model that succeeds another is not deleted',
      () => `delete from ai_models where model_name = 'gpt-6-luna'`,
      'ai_models_successor_id_ai_models_id_fk',
    ],
    [
      'a model that a site chose is not deleted',
      () =>
        `update site_settings set text_model_id = ${model('gpt-4o')}; delete from ai_models where model_name = 'gpt-4o'`,
      'site_settings_text_model_id_ai_models_id_fk',
    ],
    [
      'a tier that models carry is not deleted',
      () => `delete from quality_tiers where tier = 'basic'`,
      'ai_models_quality_tier_quality_tiers_tier_fk',
    ],
    [
      'a price is not edited',
      () => `update model_prices set tokens_per_credit = 1 where model_id = ${model('gpt-4o')}`,
      'model_prices_immutable',
    ],
    [
      'a price is not moved in time',
      () => `update model_prices set effective_from = '2027-01-01' where model_id = ${model('gpt-4o')}`,
      'model_prices_immutable',
    ],
    [
      'a price is not deleted',
      () => `delete from model_prices where model_id = ${model('gpt-4o')}`,
      'model_prices_immutable',
    ],
    [
      'a started price is not cancelled',
      () => `update model_prices set cancelled_at = '2026-12-24' where model_id = ${model('gpt-4o')}`,
      'model_prices_immutable',
    ],
    [
      'a price does not start in the past',
      () => priceRow('gpt-4o', 'text', '500', 'null', '2026-01-01'),
      'model_prices_not_backdated',
    ],
    [
      'a model does not succeed itself',
      () => `update ai_models set successor_id = id where model_name = 'gpt-4o'`,
      'ai_models_successor_circle',
    ],
    [
      'successors form no circle',
      () => `update ai_models set successor_id = ${model('gpt-4o')} where model_name = 'gpt-6-luna'`,
      'ai_models_successor_circle',
    ],
    [
      'a successor has the same type',
      () => `update ai_models set successor_id = ${model('google:4@2')} where model_name = 'gpt-4o'`,
      'ai_models_successor_type',
    ],
    ['a model name is there once', () => row({ model_name: "'gpt-4o'" }), 'ai_models_model_name_unique'],
    [
      "a site's text model writes text",
      () => `update site_settings set text_model_id = ${model('dall-e-3')}`,
      'site_settings_model_type',
    ],
    [
      "a site's image model makes images",
      () => `update site_settings set image_model_id = ${model('gpt-4o')}`,
      'site_settings_model_type',
    ],
    [
      'one active key a provider and name',
      () =>
        `insert into credentials select gen_random_uuid(), provider_id, account_id, name, secret, key_id, secret_version + 1, bound_origin, last_four, fingerprint, status, is_sandbox, retires_at, last_used_at, last_failed_at, last_error, created_by, created_at, updated_at from credentials`,
      'credentials_one_active',
    ],
    ['a stored key is not empty', () => `update credentials set secret = ''`, 'credentials_secret_present'],
    [
      'a key that is being replaced has an end',
      () => `update credentials set status = 'retiring'`,
      'credentials_retiring_until',
    ],
    [
      'an audit event is not changed',
      () => `update audit_events set actor_label = 'nobody'`,
      'audit_events_append_only',
    ],
    ['an audit event is not deleted', () => `delete from audit_events`, 'audit_events_append_only'],
  ];

  it.each(violations)('%s', async (_rule, statement, constraint) => {
    const attempt = t.owner.sql.begin(async (tx) => {
      await tx.unsafe(statement());
      await tx.unsafe('set constraints all immediate');
    });
    await expect(attempt).rejects.toMatchObject({ constraint_name: constraint });
  });

  it('refuses the second of two administrators who link two models to each other at the same moment', async () => {
    const link = (a: string, b: string) =>
      t.connection
        .sql`update ai_models set successor_id = (select id from ai_models where model_name = ${b}) where model_name = ${a}`;
    const outcomes = await Promise.allSettled([
      link('gpt-6-sol', 'gpt-6-luna'),
      link('gpt-6-luna', 'gpt-6-sol'),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
