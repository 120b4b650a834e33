import { beforeAll, describe, expect, it } from 'vitest';
import { type RegistrySnapshot, registrySnapshot } from '#domain/models/index.ts';
import { TEST_KEYRING } from '#tests/database.ts';
import { planPhase } from '../index.ts';
import type { Fault } from '../rules/fault.ts';
import { findFaults } from '../rules/faults.ts';
import { openSource, readConstants, readSmall, type Small } from '../sources/read.ts';
import { DUMP } from './load.ts';
import { useMigrationWorld } from './world.ts';

const KINDS = ['database', 'dump'] as const;

describe('faults of the installation that was given', () => {
  const world = useMigrationWorld();
  const found = new Map<string, Fault[]>();
  beforeAll(async () => {
    for (const kind of KINDS)
      found.set(kind, (await planPhase(world.ctx, 1, world.source(kind)))['faults'] as Fault[]);
  });
  const of = (code: string, table?: string) =>
    (found.get('dump') ?? []).filter((fault) => fault.code === code && (!table || fault.table === table));

  it('are the same whichever way it is read', () => expect(found.get('database')).toEqual(found.get('dump')));
  it('two defaults of a type', () => expect(of('two_defaults')[0]?.what).toContain('gpt-4o-mini, gpt-5.1'));
  it('the wrong default', () =>
    expect(of('wrong_default')[0]?.what).toContain('gpt-4o-mini where gpt-5.1 is meant'));
  it('a chosen model that is in no registry', () => {
    expect(of('unknown_model', 'globals')[0]?.what).toContain('bria:10@1');
    expect(of('unknown_model', 'settings')[0]?.pks).toEqual(['2', '4']);
  });
  it('a model priced differently by operation', () =>
    expect(of('priced_by_operation')[0]?.what).toContain('content_generation 1000'));
  it('keys with white space, empty, duplicated and overriding', () => {
    expect(of('key_white_space')[0]?.pks).toEqual(['1:openai_api_key', '1:runware_api_key']);
    expect(of('key_empty')[0]?.pks).toEqual(['5:apiKey']);
    expect(of('key_duplicate')[0]?.pks).toEqual(['1:dalle_api_key']);
    expect(of('key_overrides')[0]?.pks).toEqual(['1:apiKey']);
  });
  it('settings that are no object', () => expect(of('not_an_object')[0]?.pks).toEqual(['6']));
  it('a retired model that an account chose', () => expect(of('retired_model')[0]?.pks).toEqual(['3']));
  it('a negative balance', () =>
    expect(of('negative_balance')[0]).toMatchObject({
      pks: ['7'],
      what: 'Balances below zero, 37 credits in all.',
    }));
  it('a suspended account', () => expect(of('suspended_account')[0]?.pks).toEqual(['8']));
  it('names in any script', () => expect(of('name_other_script')[0]?.pks).toEqual(['2', '3', '5']));
  it('usage without model, tokens or images, as SQL counts it', async () => {
    const [there] = await world.old.sql`select count(*) filter (where model_used = '')::int as models,
      count(*) filter (where operation_type <> 'image_generation' and tokens_input is null and tokens_output is null)::int as tokens,
      count(*) filter (where operation_type = 'image_generation' and metadata ->> 'num_images' is null)::int as images from igny8_credit_usage_logs`;
    expect({
      models: of('usage_without_model')[0]?.count,
      tokens: of('usage_without_tokens')[0]?.count,
      images: of('usage_without_images')[0]?.count,
    }).toEqual({ ...there });
  });
  it('never with a key in it', () => {
    expect(JSON.stringify([...found])).not.toMatch(/sk-legacy|rw-legacy/);
  });
});

describe('faults that other installations have', () => {
  const world = useMigrationWorld();
  let small: Small;
  let snapshot: RegistrySnapshot;
  beforeAll(async () => {
    small = await readSmall(openSource(DUMP, TEST_KEYRING), await readConstants(DUMP));
    snapshot = await registrySnapshot(world.ctx);
  });
  const faultsWith = (change: (copy: Small) => void) => {
    const copy = structuredClone(small);
    change(copy);
    return findFaults(copy, snapshot, world.clock.now());
  };
  const codes = (change: (copy: Small) => void) =>
    faultsWith(change).map((fault) => `${fault.table}:${fault.code}`);

  it.each<[string, string, (copy: Small) => void]>([
    [
      'a model priced differently in two places',
      'models:priced_twice',
      (copy) => {
        copy.constants!.MODEL_RATES['gpt-4o']!.input = 5;
      },
    ],
    ['an active model without a rate in the code', 'models:rate_missing', () => {}],
    ['a rate of no model', 'constants:constant_without_model', () => {}],
    [
      'no default',
      'models:no_default',
      (copy) => {
        for (const model of copy.models) model.is_default = false;
      },
    ],
    [
      'an unknown state',
      'accounts:unknown_status',
      (copy) => {
        copy.accounts[0]!.status = 'trialing';
      },
    ],
    [
      'a name that is empty',
      'accounts:name_blank',
      (copy) => {
        copy.accounts[0]!.name = '  ';
      },
    ],
    [
      'a name that was damaged',
      'accounts:name_damaged',
      (copy) => {
        copy.accounts[0]!.name = 'Caf\uFFFD';
      },
    ],
    [
      'a site of nobody',
      'sites:site_orphan',
      (copy) => {
        copy.sites[0]!.account = '999';
      },
    ],
    [
      'a site without a domain',
      'sites:site_without_domain',
      (copy) => {
        copy.sites[0]!.domain = null;
      },
    ],
    [
      'settings of nobody',
      'settings:settings_orphan',
      (copy) => {
        copy.settings[0]!.account = '999';
      },
    ],
    [
      'settings encoded twice',
      'settings:encoded_twice',
      (copy) => {
        copy.settings[0]!.config = '{"model":"gpt-4o"}';
      },
    ],
    [
      'two different keys of one provider',
      'globals:key_contradicts',
      (copy) => {
        copy.globals[0]!.dalle_api_key = 'sk-legacy-another-000000';
      },
    ],
    [
      'a key with a space inside',
      'globals:key_malformed',
      (copy) => {
        copy.globals[0]!.runware_api_key = 'two words here';
      },
    ],
    [
      'rows that do not fit',
      'sites:row_unfit',
      (copy) => void copy.unfit.push({ table: 'sites', pk: '77', fault: 'name: expected string' }),
    ],
  ])('%s', (_, code, change) => expect(codes(change)).toContain(code));
});
