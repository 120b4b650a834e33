import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '#db/client.ts';
import { seed } from '#db/seed/index.ts';
import { person, useDatabase } from '../../tests/database.ts';
import { examine } from './index.ts';

/** Faults that the database would refuse: each is planted with its guard taken away, in a transaction that is rolled back after the look. */
const FAULTS: [rule: RegExp, problem: RegExp, plant: string][] = [
  [
    /one default/,
    /There are 2 default text models/,
    `drop index ai_models_one_default; update ai_models set is_default = true where model_name = 'gpt-4o'`,
  ],
  [
    /one default/,
    /There are 0 default image models/,
    `update ai_models set is_default = false where model_type = 'image'`,
  ],
  [
    /default model is active/,
    /GPT-5.1 is the default, but is inactive/,
    `alter table ai_models drop constraint ai_models_default_is_active; update ai_models set status = 'inactive' where model_name = 'gpt-5.1'`,
  ],
  [
    /default model is active/,
    /OpenAI is switched off/,
    `alter table providers disable trigger provider_defaults; update providers set is_active = false where slug = 'openai'`,
  ],
  [
    /always above zero/,
    /GPT-4o has a price that is not one/,
    `alter table model_prices drop constraint model_prices_by_type; alter table model_prices disable trigger price_change; update model_prices set tokens_per_credit = null where model_id = (select id from ai_models where model_name = 'gpt-4o')`,
  ],
  [
    /price in force/,
    /GPT-6 Luna is active without a price/,
    `alter table ai_models disable trigger active_has_price; update ai_models set status = 'active' where model_name = 'gpt-6-luna'`,
  ],
  [
    /has a tier/,
    /GPT-4o is a text model with a tier/,
    `alter table ai_models drop constraint ai_models_tier_by_type; drop index ai_models_one_active_per_tier; update ai_models set quality_tier = 'basic' where model_name = 'gpt-4o'`,
  ],
  [
    /serves a tier/,
    /2 active models serve the tier basic/,
    `drop index ai_models_one_active_per_tier; update ai_models set quality_tier = 'basic' where model_name = 'google:4@2'`,
  ],
  [
    /form no circle/,
    /leads back to itself/,
    `alter table ai_models disable trigger successor_chain; update ai_models set successor_id = (select id from ai_models where model_name = 'gpt-4o') where model_name = 'gpt-6-luna'`,
  ],
  [
    /form no circle/,
    /which has another type/,
    `alter table ai_models disable trigger successor_chain; update ai_models set successor_id = (select id from ai_models where model_name = 'dall-e-3') where model_name = 'gpt-4o'`,
  ],
  [
    /right type/,
    /Garden Journal chose DALL·E 3 for the wrong purpose/,
    `alter table site_settings disable trigger settings_models; update site_settings set text_model_id = (select id from ai_models where model_name = 'dall-e-3')`,
  ],
  [
    /One key is active/,
    /OpenAI has 2 active keys/,
    `drop index credentials_one_active; insert into credentials select gen_random_uuid(), provider_id, account_id, name, secret, key_id, secret_version + 1, bound_origin, last_four, fingerprint, status, is_sandbox, retires_at, last_used_at, last_failed_at, last_error, created_by, created_at, updated_at from credentials`,
  ],
  [
    /there and on/,
    /The trigger price_change of model_prices is missing or switched off/,
    `alter table model_prices disable trigger price_change`,
  ],
  [
    /there and on/,
    /The trigger append_only of audit_events is missing/,
    `alter table audit_events disable trigger append_only`,
  ],
  [
    /there and on/,
    /The constraint site_settings_text_model_id_ai_models_id_fk is missing/,
    `alter table site_settings drop constraint site_settings_text_model_id_ai_models_id_fk`,
  ],
  [/there and on/, /The index ai_models_one_default is missing/, `drop index ai_models_one_default`],
  [
    /there and on/,
    /The constraint model_prices_by_type is missing/,
    `alter table model_prices drop constraint model_prices_by_type`,
  ],
  [/row-level security/, /The table sites is not protected/, `alter table sites no force row level security`],
  [
    /row-level security/,
    /The table secret_notes is not protected/,
    `create table secret_notes (account_id uuid)`,
  ],
  [/bypasses nothing/, /owns the table notices/, `alter table notices owner to igny8_app`],
  [
    /live model/,
    /Nothing serves the default text model/,
    `update ai_models set shutdown_at = '2026-01-01' where model_type = 'text'`,
  ],
  [
    /is offered/,
    /HiDream-I1 Full is active but not offered; missing: provider/,
    `update providers set is_active = false where slug = 'runware'`,
  ],
  [
    /key opens/,
    /OpenAI: the api_key .* does not open \(altered\)/,
    `update credentials set secret = left(secret, -4) || 'AAAA'`,
  ],
  [
    /key opens/,
    /OpenAI: the api_key .* does not open \(bound_elsewhere\)/,
    `update providers set base_url = 'https://elsewhere.example' where slug = 'openai'`,
  ],
  [/ENCRYPTION_KEY/, /lacks "lost"/, `update credentials set key_id = 'lost'`],
];

describe('doctor', () => {
  const t = useDatabase();
  let single: ReturnType<typeof connect>;
  beforeAll(async () => {
    await seed(t.ctx, { demo: true, sandboxUrl: 'http://127.0.0.1:4010' });
    single = connect(t.url, { max: 1, asOwner: true });
  });
  afterAll(() => single.close());

  it('finds nothing wrong with what the seed makes', async () => {
    const findings = await examine(t.ctx);
    expect(findings.flatMap((finding) => finding.problems)).toEqual([]);
    expect(findings.length).toBeGreaterThan(14);
  });

  it.each(FAULTS)('finds, under "%s", %s', async (rule, problem, plant) => {
    await single.sql.unsafe('begin');
    try {
      await single.sql.unsafe(plant);
      const findings = await examine({ ...t.ctx, db: single.db, transactional: true });
      const found = findings.filter((finding) => rule.test(finding.rule));
      expect(found.map((finding) => finding.ok)).toEqual([false]);
      expect(found[0]?.problems).toContainEqual(expect.stringMatching(problem));
    } finally {
      await single.sql.unsafe('rollback');
    }
  });

  it('says when the encryption key is another one, and is for administrators alone', async () => {
    const findings = await examine({
      ...t.ctx,
      keyring: { activeId: 'test', keys: new Map([['test', randomBytes(32)]]) },
    });
    expect(findings.find((finding) => finding.rule.startsWith('ENCRYPTION_KEY'))?.problems[0]).toContain(
      'is not the one that sealed',
    );
    await expect(examine(t.as(person()))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
