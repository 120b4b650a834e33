import { describe, expect, it } from 'vitest';
import { seed } from '#db/seed/index.ts';
import { useDatabase } from '../../tests/database.ts';
import { type Choice, isResolved, resolve } from './resolve.ts';
import {
  type ModelRow,
  type PriceRow,
  type ProviderRow,
  type RegistrySnapshot,
  registrySnapshot,
} from './snapshot.ts';

const T0 = new Date('2026-11-23T12:00:00Z');
const LATER = new Date('2027-06-01T00:00:00Z');

const provider = (slug: string, over: Partial<ProviderRow> = {}): ProviderRow => ({
  id: slug,
  slug,
  name: slug,
  kind: 'ai',
  baseUrl: 'https://example.com',
  liveBaseUrl: 'https://example.com',
  isActive: true,
  isSandbox: false,
  credentialFields: [{ name: 'api_key', label: 'API key', pattern: '.', example: '' }],
  keys: [{ name: 'api_key', until: null }],
  createdAt: T0,
  updatedAt: T0,
  version: 1,
  ...over,
});

const model = (id: string, over: Partial<ModelRow> = {}): ModelRow => ({
  id,
  modelName: id,
  displayName: id,
  modelType: 'text',
  providerId: 'p',
  status: 'active',
  isDefault: false,
  qualityTier: null,
  contextWindow: null,
  maxOutputTokens: null,
  validSizes: null,
  inputCostPerMtok: null,
  outputCostPerMtok: null,
  costPerImage: null,
  deprecatedAt: null,
  shutdownAt: null,
  successorId: null,
  lastSeenAt: null,
  providerOptions: {},
  createdAt: T0,
  updatedAt: T0,
  version: 1,
  ...over,
});

const price = (
  modelId: string,
  from: string,
  tokensPerCredit: number,
  over: Partial<PriceRow> = {},
): PriceRow => ({
  id: `${modelId}@${from}`,
  modelId,
  modelType: 'text',
  tokensPerCredit,
  creditsPerImage: null,
  effectiveFrom: new Date(from),
  cancelledAt: null,
  reason: null,
  createdBy: null,
  createdAt: T0,
  ...over,
});

function snapshot(
  models: ModelRow[],
  over: { providers?: ProviderRow[]; prices?: PriceRow[] } = {},
): RegistrySnapshot {
  const prices =
    over.prices ?? models.filter((m) => m.status !== 'standby').map((m) => price(m.id, '2026-01-01', 1000));
  return {
    providers: new Map((over.providers ?? [provider('p')]).map((p) => [p.id, p])),
    models: new Map(models.map((m) => [m.id, m])),
    tiers: [],
    prices: Map.groupBy(prices, (p) => p.modelId),
  };
}

const ended = { shutdownAt: new Date('2026-05-12') };
const off = [provider('p'), provider('off', { isActive: false })];

describe('resolve', () => {
  const cases: [
    what: string,
    models: ModelRow[],
    choice: Partial<Choice>,
    expected: { priced: string; served: string; reason: RegExp | null } | RegExp,
    providers?: ProviderRow[],
  ][] = [
    [
      'the default, where nothing is chosen',
      [model('d', { isDefault: true })],
      {},
      { priced: 'd', served: 'd', reason: null },
    ],
    [
      'the chosen model',
      [model('d', { isDefault: true }), model('a')],
      { modelId: 'a' },
      { priced: 'a', served: 'a', reason: null },
    ],
    [
      'the successor of a model that ended, at the price of the one chosen',
      [model('a', { ...ended, successorId: 's' }), model('s', { status: 'standby' })],
      { modelId: 'a' },
      { priced: 'a', served: 's', reason: /a was shut down on 2026-05-12; s serves instead/i },
    ],
    [
      'the first live one of a chain of ended models',
      [
        model('a', { ...ended, successorId: 'b' }),
        model('b', { ...ended, status: 'standby', successorId: 'c' }),
        model('c', { status: 'standby' }),
      ],
      { modelId: 'a' },
      { priced: 'a', served: 'c', reason: /c serves/ },
    ],
    [
      'not yet the successor, before the end',
      [model('a', { shutdownAt: LATER, successorId: 's' }), model('s', { status: 'standby' })],
      { modelId: 'a' },
      { priced: 'a', served: 'a', reason: null },
    ],
    [
      'the replacement of a retired model, at its own price',
      [model('a', { status: 'retired', successorId: 'b' }), model('b')],
      { modelId: 'a' },
      { priced: 'b', served: 'b', reason: /a is retired; b serves instead/ },
    ],
    [
      'the standby successor of a retired model, at the old price',
      [model('a', { status: 'retired', successorId: 's' }), model('s', { status: 'standby' })],
      { modelId: 'a' },
      { priced: 'a', served: 's', reason: /a is retired; s serves/ },
    ],
    [
      'the default, when the chosen model is switched off',
      [model('d', { isDefault: true }), model('a', { status: 'inactive' })],
      { modelId: 'a' },
      { priced: 'd', served: 'd', reason: /a is switched off; d, the default, serves instead, at its price/ },
    ],
    [
      'the default, when the provider of the chosen model is switched off',
      [model('d', { isDefault: true }), model('a', { providerId: 'off' })],
      { modelId: 'a' },
      { priced: 'd', served: 'd', reason: /provider off is switched off; d, the default/ },
      off,
    ],
    [
      'the default, when the provider has no key',
      [model('d', { isDefault: true }), model('a', { providerId: 'k' })],
      { modelId: 'a' },
      { priced: 'd', served: 'd', reason: /no usable key/ },
      [provider('p'), provider('k', { keys: [] })],
    ],
    [
      'a successor at another provider, when the own one is off',
      [model('a', { providerId: 'off', successorId: 'b' }), model('b')],
      { modelId: 'a' },
      { priced: 'a', served: 'b', reason: /b serves instead/ },
      off,
    ],
    [
      'the default, for a tier that no model serves',
      [model('d', { isDefault: true, modelType: 'image' })],
      { modelType: 'image', tier: 'basic' },
      { priced: 'd', served: 'd', reason: /No model serves the tier basic/ },
    ],
    [
      'the model of a tier',
      [
        model('d', { isDefault: true, modelType: 'image' }),
        model('b', { modelType: 'image', qualityTier: 'basic' }),
      ],
      { modelType: 'image', tier: 'basic' },
      { priced: 'b', served: 'b', reason: null },
    ],
    [
      'nothing, and says so, when all have ended',
      [model('d', { ...ended, isDefault: true })],
      {},
      /d was shut down on 2026-05-12; no other model can serve/,
    ],
    [
      'nothing, and says so, when the fallback is off too',
      [model('d', { ...ended, isDefault: true }), model('a', { status: 'inactive' })],
      { modelId: 'a' },
      /a is switched off; the default cannot serve either: d was shut down/,
    ],
    ['nothing, where there is no default', [], {}, /There is no default text model/],
    [
      'no model of another type',
      [model('i', { modelType: 'image' })],
      { modelId: 'i' },
      /The chosen model is not there/,
    ],
    [
      'a circle that should not be, to its end',
      [model('a', { ...ended, successorId: 'b' }), model('b', { ...ended, successorId: 'a' })],
      { modelId: 'a' },
      /shut down/,
    ],
  ];

  it.each(cases)('serves %s', (_what, models, choice, expected, providers) => {
    const result = resolve(
      snapshot(models, providers ? { providers } : {}),
      { modelType: 'text', ...choice },
      T0,
    );
    if (expected instanceof RegExp) {
      expect(result).toEqual({ unresolved: expect.stringMatching(expected) });
      return;
    }
    if (!isResolved(result)) throw new Error(result.unresolved);
    expect({ priced: result.priced.id, served: result.served.id }).toEqual({
      priced: expected.priced,
      served: expected.served,
    });
    expect(result.price.modelId).toBe(expected.priced);
    if (expected.reason) expect(result.reason).toMatch(expected.reason);
    else expect(result.reason).toBeNull();
  });

  it.each([
    ['2026-01-31T23:59:59Z', 1000],
    ['2026-02-01T00:00:00Z', 2000],
    ['2026-12-31T23:59:59Z', 2000],
    ['2027-01-01T00:00:00Z', 4000],
  ])('takes the price that was in force at %s', (at, tokensPerCredit) => {
    const prices = [
      price('d', '2026-01-01', 1000),
      price('d', '2026-02-01', 2000),
      price('d', '2026-03-01', 3000, { cancelledAt: T0 }),
      price('d', '2027-01-01', 4000),
    ];
    const result = resolve(
      snapshot([model('d', { isDefault: true })], { prices }),
      { modelType: 'text' },
      new Date(at),
    );
    expect(isResolved(result) && result.price.tokensPerCredit).toBe(tokensPerCredit);
  });

  it('charges nobody where no price was in force yet', () => {
    const result = resolve(
      snapshot([model('d', { isDefault: true })], { prices: [price('d', '2027-01-01', 1000)] }),
      { modelType: 'text' },
      T0,
    );
    expect(result).toEqual({ unresolved: expect.stringContaining('d has no price') as string });
  });
});

describe('the seeded registry', () => {
  const t = useDatabase();

  it('has a live model for every choice at every known end and long after, and the customer goes on paying what was shown', async () => {
    await seed(t.ctx, { demo: false, sandboxUrl: 'http://127.0.0.1:4010' });
    const registry = await registrySnapshot(t.ctx);
    const active = [...registry.models.values()].filter((m) => m.status === 'active');
    const choices: Choice[] = [
      { modelType: 'text' },
      { modelType: 'image' },
      ...registry.tiers.map(({ tier }) => ({ modelType: 'image' as const, tier })),
      ...active.map((m) => ({ modelType: m.modelType, modelId: m.id })),
    ];
    const ends = active.flatMap((m) => (m.shutdownAt ? [m.shutdownAt] : []));
    expect(ends.length).toBeGreaterThan(3);
    const times = [
      t.clock.now(),
      ...ends.flatMap((end) => [end, new Date(end.getTime() + 86_400_000)]),
      new Date('2030-01-01'),
    ].filter((time) => time >= t.clock.now());
    const today = choices.map((choice) => resolve(registry, choice, t.clock.now()));
    for (const at of times)
      choices.forEach((choice, n) => {
        const result = resolve(registry, choice, at);
        const before = today[n]!;
        if (!isResolved(result) || !isResolved(before))
          throw new Error(`nothing serves ${JSON.stringify(choice)} at ${at.toISOString()}`);
        expect(result.served.shutdownAt === null || result.served.shutdownAt > at).toBe(true);
        expect([result.price.tokensPerCredit, result.price.creditsPerImage]).toEqual([
          before.price.tokensPerCredit,
          before.price.creditsPerImage,
        ]);
        if (result.served.id !== result.asked?.id)
          expect(result.reason).toMatch(/was shut down on .*; .* serves instead\./);
      });
  });
});
