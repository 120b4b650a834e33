import { describe, expect, it } from 'vitest';
import { allOperations, strictJsonSchema, type TextOperation } from '../../domain/operations/index.ts';
import { answer } from './index.ts';
import type { JsonObject } from './input.ts';
import { strictFault } from './shape.ts';

const KEYWORDS = [
  'garden shed',
  'garden shed plans',
  'small greenhouse',
  'greenhouse heater',
  'shed roof repair',
  'raised bed',
];
const BODY = `Choosing a garden shed
A garden shed looks simple from outside. Think about the shed roof repair that every shed needs in the end.
Keeping plants warm
A small greenhouse needs a heater only in the coldest weeks. Most growers buy one that is far too strong.`;

/** What the operations send for a small site, and the unit of work that it belongs to. */
const SENT: Record<string, { data: JsonObject; unit: unknown }> = {
  auto_cluster: {
    data: {
      site: { name: 'Garden', domain: 'garden.example' },
      keywords: KEYWORDS.map((keyword, index) => ({ index, keyword, volume: 100 * index })),
    },
    unit: { keywordIds: KEYWORDS },
  },
  generate_ideas: {
    data: {
      ideasPerCluster: 3,
      clusters: [
        { id: 'c0', name: 'Garden sheds', description: '', keywords: KEYWORDS },
        { id: 'c1', name: 'Greenhouses', description: '', keywords: [] },
      ],
    },
    unit: { clusterIds: ['one', 'two'], ideasPerCluster: 3 },
  },
  generate_content: {
    data: {
      title: 'Garden Sheds: A Practical Guide',
      contentType: 'guide',
      outline: ['Why a shed', 'What to look for', 'Mistakes'],
      targetKeywords: KEYWORDS,
      notes: '',
      wordCount: 900,
    },
    unit: {},
  },
  generate_image_prompts: {
    data: { title: 'Garden Sheds', body: BODY, inArticleImages: 3 },
    unit: { inArticleImages: 3 },
  },
  suggest_links: {
    data: {
      title: 'Garden Sheds',
      body: BODY,
      maxLinks: 2,
      candidates: [
        { id: 'a0', title: 'How to Heat a Small Greenhouse', keywords: [] },
        { id: 'a1', title: 'Nothing Alike', keywords: ['shed roof repair'] },
        { id: 'a2', title: 'Third', keywords: [] },
      ],
    },
    unit: { candidateIds: ['x', 'y', 'z'], maxLinks: 2 },
  },
  optimize_content: {
    data: { title: 'Garden Sheds', html: '<h2>Why</h2><p>Because of the tools.</p>', tags: [] },
    unit: {},
  },
};

const TEXT_OPERATIONS = allOperations().filter(
  (operation): operation is TextOperation => operation.modelType === 'text',
);

describe.each(TEXT_OPERATIONS.map((operation) => [operation.name, operation] as const))(
  'the answer to %s',
  (name, operation) => {
    const schema = strictJsonSchema(operation.output) as JsonObject;
    const { data, unit } = SENT[name] ?? { data: {}, unit: {} };

    it('fits the schema and what the operation itself checks', () => {
      expect(strictFault(schema, schema)).toBeNull();
      const output = operation.output.parse(answer(name, schema, JSON.stringify(data)));
      expect(operation.faults(unit, output)).toEqual([]);
    });

    it('is the same for the same question', () => {
      expect(answer(name, schema, JSON.stringify(data))).toEqual(answer(name, schema, JSON.stringify(data)));
    });
  },
);

const ask = (name: string) => {
  const operation = TEXT_OPERATIONS.find((candidate) => candidate.name === name);
  return answer(
    name,
    strictJsonSchema(operation?.output ?? TEXT_OPERATIONS[0]!.output) as JsonObject,
    JSON.stringify(SENT[name]?.data),
  );
};

it('puts every keyword into exactly one cluster, with those of its kind', () => {
  const clusters = ask('auto_cluster').clusters as { name: string; indexes: number[] }[];
  expect(clusters.flatMap(({ indexes }) => indexes).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(clusters.find(({ indexes }) => indexes.includes(2))?.indexes).toContain(3);
});

it('gives as many ideas for each cluster as asked for', () => {
  const ideas = ask('generate_ideas').ideas as { clusterId: string; title: string }[];
  expect(ideas.map(({ clusterId }) => clusterId)).toEqual(['c0', 'c0', 'c0', 'c1', 'c1', 'c1']);
  expect(new Set(ideas.map(({ title }) => title)).size).toBe(6);
});

it('writes about as many words as asked for, under the headings of the outline', () => {
  const { html } = ask('generate_content') as { html: string };
  const words = html.replace(/<[^>]+>/g, ' ').split(/\s+/).length;
  expect(words).toBeGreaterThan(600);
  expect(words).toBeLessThan(1_300);
  expect(html).toContain('<h2>What to look for</h2>');
});

it('links words that stand in one sentence of the article, each target once', () => {
  const links = ask('suggest_links').links as { targetArticleId: string; anchorText: string }[];
  expect(links).toHaveLength(2);
  expect(links[0]).toMatchObject({ targetArticleId: 'a0', anchorText: 'small greenhouse' });
  expect(links[1]).toMatchObject({ targetArticleId: 'a1', anchorText: 'shed roof repair' });
});

it('improves what it rates', () => {
  const { before, after, html } = ask('optimize_content') as {
    before: { overall: number };
    after: { overall: number };
    html: string;
  };
  expect(after.overall).toBeGreaterThan(before.overall);
  expect(html).toContain('Because of the tools.');
});

describe('a strict schema', () => {
  it.each([
    [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, 'additionalProperties'],
    [
      { type: 'object', properties: { a: { type: 'string' } }, required: [], additionalProperties: false },
      "Missing 'a'",
    ],
    [
      {
        type: 'object',
        properties: { a: { type: 'array', items: { type: 'object', properties: {} } } },
        required: ['a'],
        additionalProperties: false,
      },
      'additionalProperties',
    ],
  ])('%j is refused', (schema, why) => {
    expect(strictFault(schema, schema)).toContain(why);
  });
});
