import {
  hash,
  idOf,
  type Json,
  type JsonObject,
  list,
  number,
  phrase,
  pick,
  sentenceCase,
  text,
  titleCase,
} from './input.ts';

const COMMON = new Set(
  'a an and are as at be best buy by can cheap do does for free from good guide how i in is it most my near new of on online or that the this tips to top vs what when where which who why with you your'.split(
    ' ',
  ),
);
const significant = (words: string) =>
  words
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2 && !COMMON.has(word))
    .map((word) => word.replace(/(?<=[^s])s$/, ''));

/** Keywords that share a telling word belong together; the word that most of them share wins. */
export function autoCluster(input: JsonObject): JsonObject {
  const keywords = list(input, 'keywords', 'terms', 'items');
  const shared = new Map<string, number>();
  for (const keyword of keywords)
    for (const word of new Set(significant(phrase(keyword)))) shared.set(word, (shared.get(word) ?? 0) + 1);
  const groups = new Map<string, Json[]>();
  for (const keyword of keywords) {
    const words = significant(phrase(keyword));
    // The most frequent word of all says little when it is in every keyword, so the second best leads there.
    const ranked = words.toSorted(
      (a, b) => (shared.get(b) ?? 0) - (shared.get(a) ?? 0) || a.localeCompare(b),
    );
    const lead =
      ranked.find((word) => (shared.get(word) ?? 0) < keywords.length * 0.8) ?? ranked[0] ?? 'other';
    groups.set(lead, [...(groups.get(lead) ?? []), keyword]);
  }
  const clusters = [...groups].map(([lead, members]) => {
    const words = members.map(phrase);
    const volume = members.reduce<number>(
      (sum, member) => sum + (number(member, 'volume', 'searchVolume') ?? 0),
      0,
    );
    const name = titleCase(words.toSorted((a, b) => a.length - b.length)[0] ?? lead);
    return {
      name,
      title: name,
      description: `Searches around ${lead}: ${words.slice(0, 3).join(', ')}${words.length > 3 ? ' and more' : ''}. People here want to compare before they decide.`,
      intent: pick(['informational', 'commercial', 'transactional', 'navigational'], lead),
      keywords: words,
      keywordIds: members.flatMap((member) => idOf(member) ?? []),
      ids: members.flatMap((member) => idOf(member) ?? []),
      indexes: members.map((member) => keywords.indexOf(member)),
      volume,
    };
  });
  return { clusters };
}

const FORMS = [
  {
    contentType: 'guide',
    title: (topic: string) => `${topic}: A Practical Guide for Beginners`,
    angle: 'Start from what a newcomer gets wrong first.',
  },
  {
    contentType: 'listicle',
    title: (topic: string) => `9 Things to Know Before You Choose ${topic}`,
    angle: 'One short section for each point, the most costly mistake first.',
  },
  {
    contentType: 'comparison',
    title: (topic: string) => `${topic} Compared: What Is Worth the Money`,
    angle: 'Compare by cost, effort and result, and say who each option is for.',
  },
  {
    contentType: 'how_to',
    title: (topic: string) => `How to Get More Out of ${topic}`,
    angle: 'Steps that can be done in an afternoon, with what to check after each.',
  },
] as const;

/** Each cluster gives ideas of different forms. */
export function generateIdeas(input: JsonObject): JsonObject {
  const clusters = list(input, 'clusters', 'cluster', 'topics');
  const each = Math.min(
    FORMS.length,
    Math.max(1, number(input, 'ideasPerCluster', 'perCluster', 'count') ?? 3),
  );
  const ideas = (
    clusters.length > 0 ? clusters : [{ name: text(input, 'name', 'topic', 'text') ?? 'Your topic' }]
  ).flatMap((cluster) => {
    const topic = titleCase(phrase(cluster) || 'Your Topic');
    const keywords = list(cluster, 'keywords').map(phrase).filter(Boolean);
    return Array.from({ length: each }, (_, at) => {
      const form = FORMS[(hash(topic) + at) % FORMS.length] as (typeof FORMS)[number];
      const targets = keywords.length > 0 ? keywords.slice(0, 5) : [topic.toLowerCase()];
      const outline = [
        `Why ${topic} matters now`,
        `What to look for in ${targets[0]}`,
        `Common mistakes with ${targets[1] ?? topic.toLowerCase()}`,
        'A plan for the first week',
        'Questions people ask',
      ];
      return {
        title: form.title(topic),
        outline,
        headings: outline,
        summary: `${form.angle} Written for readers who search for ${targets.slice(0, 2).join(' and ')}.`,
        description: `${form.angle} Written for readers who search for ${targets.slice(0, 2).join(' and ')}.`,
        targetKeywords: targets,
        keywords: targets,
        primaryKeyword: targets[0] ?? topic,
        contentType: form.contentType,
        wordCount: 900 + (hash(form.contentType + topic) % 7) * 100,
        estimatedWordCount: 1000,
        clusterId: idOf(cluster) ?? null,
        cluster: sentenceCase(phrase(cluster)),
        clusterName: sentenceCase(phrase(cluster)),
        priority: 1 + (at % 3),
      };
    });
  });
  return { ideas };
}
