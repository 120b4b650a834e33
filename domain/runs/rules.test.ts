import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { useDatabase } from '../../tests/database.ts';
import {
  allOperations,
  estimateText,
  strictJsonSchema,
  textOperation,
  textRange,
} from '../operations/index.ts';
import { PROVIDER_ERROR_KINDS, ProviderError } from '../providers/adapters/index.ts';
import { checkAnswer } from './check.ts';
import { estimateCost } from './cost.ts';
import { failureOf, worthRetrying } from './failures.ts';
import { sizeFor } from './size.ts';
import { mayBecome, outcome, type RunStatus } from './state.ts';

describe('states of a run', () => {
  const t = useDatabase();
  const ALL: RunStatus[] = [
    'queued',
    'running',
    'waiting',
    'succeeded',
    'partly_succeeded',
    'failed',
    'cancelled',
  ];
  it('are the same table in the program and in the database', async () => {
    for (const was of ALL)
      for (const becomes of ALL) {
        const [row] = await t.connection.sql<
          { may: boolean }[]
        >`select run_may_become(${was}::run_status, ${becomes}::run_status) may`;
        expect(row?.may, `${was} → ${becomes}`).toBe(mayBecome(was, becomes));
      }
  });
  it('never leave what is final', () => {
    for (const end of ['succeeded', 'cancelled'] as const)
      expect(ALL.filter((status) => mayBecome(end, status))).toEqual([end]);
  });

  const done = { state: 'done', errorCode: null, errorMessage: null } as const;
  const failed = { state: 'failed', errorCode: 'provider_refused', errorMessage: 'Refused.' } as const;
  it.each([
    [[done, done], 'succeeded', null],
    [[done, failed], 'partly_succeeded', '1 of 2 failed. Refused.'],
    [[failed, failed], 'failed', 'Refused.'],
  ] as const)('%j becomes %s', (steps, status, errorMessage) =>
    expect(outcome(steps)).toMatchObject({ status, errorMessage }),
  );
  it('has no outcome while a step is left', () =>
    expect(outcome([done, { ...done, state: 'pending' }])).toBeNull());
});

describe('failures', () => {
  it.each(PROVIDER_ERROR_KINDS)(
    '%s has words of its own that say who, and that nothing was charged',
    (kind) => {
      const { message, code } = failureOf(kind, 'Acme');
      expect(message).toMatch(/Acme/);
      expect(message).toMatch(/[Nn]othing was charged/);
      expect(code).toBe(`provider_${kind}`);
    },
  );
  it('differ from one another', () =>
    expect(new Set(PROVIDER_ERROR_KINDS.map((kind) => failureOf(kind, 'Acme').message)).size).toBe(
      PROVIDER_ERROR_KINDS.length,
    ));
  it.each([
    ['rate_limited', 'no', 100, true],
    ['rate_limited', 'no', 60_000, false],
    ['server_error', 'no', null, true],
    ['connection_lost', 'unknown', null, false],
    ['refused', 'no', null, false],
    ['unauthorized', 'no', null, false],
  ] as const)('%s, accepted %s, retry after %s: again %s', (kind, accepted, retryAfterMs, again) =>
    expect(worthRetrying(new ProviderError(kind, '', { accepted, retryAfterMs }), 15_000)).toBe(again),
  );
});

describe('a text answer', () => {
  const operation = textOperation({
    name: 'auto_cluster',
    title: '',
    stage: '',
    input: z.strictObject({}),
    concurrency: 1,
    output: z.strictObject({ n: z.int().max(5) }),
    plan: async () => [],
    prepare: async () => ({ instructions: '', data: {}, usual: 1, most: 1 }),
    faults: (_unit, { n }) => (n === 4 ? ['not four'] : []),
    store: async () => ({ kind: '', ids: [] }),
  });
  it.each([
    ['{"n":3}', 'stop', { output: { n: 3 } }],
    ['{"n":3}', 'length', { faults: [expect.stringMatching(/cut off/)] }],
    ['Here you are: {"n":3}', 'stop', { faults: [expect.stringMatching(/not one JSON object/)] }],
    ['{"n":9}', 'stop', { faults: [expect.stringMatching(/^n: /)] }],
    ['{"n":3,"more":1}', 'stop', { faults: [expect.stringMatching(/more/)] }],
    ['{"n":4}', 'stop', { faults: ['not four'] }],
  ] as const)('%s (%s)', (text, finish, expected) =>
    expect(checkAnswer(operation, {}, { text, finish })).toEqual(expected),
  );
});

describe('schemas', () => {
  it('of every text operation are strict: all required, nothing else, at every depth', () => {
    const look = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { properties, required, additionalProperties } = node as Record<string, unknown>;
      if (properties) {
        expect(additionalProperties).toBe(false);
        expect([...(required as string[])].sort()).toEqual(Object.keys(properties as object).sort());
      }
      for (const value of Object.values(node)) look(value);
    };
    for (const operation of allOperations())
      if (operation.modelType === 'text') look(strictJsonSchema(operation.output));
  });
  it('refuse an optional property', () =>
    expect(() => strictJsonSchema(z.strictObject({ a: z.string().optional() }))).toThrow(/strict/));
});

describe('estimates', () => {
  it('stay in order, hold at least what is expected, and leave room for thinking', () => {
    const prompt = { instructions: 'Do it.', data: { words: ['a'] }, usual: 400, most: 900 };
    const plain = estimateText(prompt, {}, { reasoning: false, maxOutput: null }, 1);
    const thinking = estimateText(prompt, {}, { reasoning: true, maxOutput: null }, 1);
    expect(thinking.maxOutputTokens).toBeGreaterThan(plain.maxOutputTokens);
    expect(estimateText(prompt, {}, { reasoning: false, maxOutput: 500 }, 10).expectedTokens).toBe(500);
    const { min, expected, max } = textRange({ tokensPerCredit: 100 }, plain);
    expect(min).toBeLessThanOrEqual(expected);
    expect(expected).toBeLessThanOrEqual(max);
    expect(max).toBe(Math.ceil((Math.ceil(plain.promptTokens * 1.15) + 900) / 100));
  });
});

describe('provider cost', () => {
  const costs = { inputCostPerMtok: '1.250000', outputCostPerMtok: '10.000000', costPerImage: '0.138000' };
  it.each([
    [{ inputTokens: 1000, outputTokens: 500 }, '0.00625000'],
    [{ inputTokens: 1_000_000, outputTokens: 0 }, '1.25000000'],
    [{ inputTokens: 1, outputTokens: 0 }, '0.00000125'],
    [{ images: 3 }, '0.41400000'],
  ])('%j: %s', (used, usd) => expect(estimateCost(costs, used)).toBe(usd));
  it('is unknown where the registry does not know it', () =>
    expect(estimateCost({ ...costs, costPerImage: null }, { images: 1 })).toBeNull());
});

describe('image sizes', () => {
  it.each([
    [['1024x1024', '1792x1024'], '1792x1024', 1792, 1024],
    [['1024x1024', '1536x1024', '1024x1536'], '1792x1024', 1536, 1024],
    [['1024x1024'], null, 1024, 1024],
    [null, '800x600', 800, 600],
    [null, null, 1024, 1024],
    [['auto'], null, 1024, 1024],
  ])('of %j, wished %s: %i×%i', (valid, wished, width, height) =>
    expect(sizeFor(valid, wished)).toEqual({ width, height }),
  );
});
