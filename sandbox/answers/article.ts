import {
  escapeHtml,
  hash,
  type JsonObject,
  list,
  number,
  phrase,
  sentenceCase,
  text,
  titleCase,
  withoutTags,
} from './input.ts';

const OPENERS = [
  'Most people begin with',
  'The first question is usually about',
  'It pays to look closely at',
  'A common mistake is to rush past',
  'Experience shows the value of',
  'Before anything else, think about',
];
const REASONS = [
  'because it decides how much work follows later',
  'since small choices here add up over a year',
  'and the difference shows after a few weeks',
  'which is why careful readers start there',
  'so that the rest of the plan has a firm base',
  'and it costs little to get right the first time',
];
const ADVICE = [
  'Write down what you expect, then compare it with what you see.',
  'Try it on a small scale first and keep notes.',
  'Ask someone who has done it before you spend money.',
  'Set a date on which you look at it again.',
  'Leave out whatever does not serve the goal.',
  'Keep the steps short enough to finish in one sitting.',
];

const at = (from: readonly string[], seed: number) => from[seed % from.length] as string;

function paragraph(topic: string, keyword: string, seed: number): string {
  const sentences = [
    `${at(OPENERS, seed)} ${keyword} ${at(REASONS, seed >>> 3)}.`,
    `With ${topic} the details matter: what works for one reader can be wrong for another, so treat every rule of thumb as a starting point.`,
    at(ADVICE, seed >>> 5),
    `If ${keyword} is new to you, give yourself time; the second attempt is nearly always better than the first.`,
    at(ADVICE, seed >>> 8),
  ];
  return `<p>${escapeHtml(sentences.join(' '))}</p>`;
}

/** An article of several hundred words, in plain HTML, about what the input names. */
export function generateContent(input: JsonObject): JsonObject {
  const keywords = list(input, 'targetKeywords', 'keywords').map(phrase).filter(Boolean);
  const title = text(input, 'title', 'name', 'topic') ?? titleCase(keywords[0] ?? 'A Useful Article');
  const topic = keywords[0] ?? title.toLowerCase();
  const given = list(input, 'outline', 'headings', 'sections').map(phrase).filter(Boolean);
  const outline =
    given.length > 0
      ? given
      : (text(input, 'outline') ?? '')
          .split(/\n+/)
          .map((line) => line.replace(/^[\s\d.*-]+/, ''))
          .filter(Boolean);
  const headings =
    outline.length > 0
      ? outline
      : [`What ${topic} is about`, `How to begin with ${topic}`, 'Mistakes to avoid', 'What to do next'];
  const wanted = Math.min(
    2_000,
    Math.max(400, number(input, 'wordCount', 'targetWordCount', 'length') ?? 800),
  );
  const perSection = Math.max(1, Math.round(wanted / (headings.length * 85)));
  const parts = [
    `<p>${escapeHtml(`${sentenceCase(topic)} looks simple from outside. This article shows what matters, in the order in which you will need it, and where it is safe to save time.`)}</p>`,
  ];
  for (const [section, heading] of headings.entries()) {
    parts.push(`<h2>${escapeHtml(heading)}</h2>`);
    for (let n = 0; n < perSection; n += 1)
      parts.push(
        paragraph(
          topic,
          keywords[(section + n) % Math.max(1, keywords.length)] ?? topic,
          hash(`${title}${heading}${n}`),
        ),
      );
    if (section === 1)
      parts.push(
        `<ul>${['Decide what a good result looks like', 'Gather what you need before you begin', 'Check the result against the goal'].map((point) => `<li>${point}</li>`).join('')}</ul>`,
      );
  }
  parts.push(
    `<h2>In short</h2>`,
    `<p>${escapeHtml(`Take ${topic} one step at a time, keep what works and drop the rest. Come back to this page when you reach the next step.`)}</p>`,
  );
  const html = parts.join('\n');
  const words = withoutTags(html).split(' ').length;
  const tags = [...new Set([...keywords.slice(0, 4), 'guide'])];
  return {
    title,
    html,
    content: html,
    body: html,
    contentHtml: html,
    bodyHtml: html,
    metaTitle: title.slice(0, 60),
    metaDescription: `What to know about ${topic}: how to begin, what to avoid and what to do next.`.slice(
      0,
      155,
    ),
    excerpt: `What to know about ${topic}.`,
    slug: title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
    tags,
    keywords: tags,
    categories: [titleCase(topic)],
    wordCount: words,
    primaryKeyword: topic,
    secondaryKeywords: keywords.slice(1),
  };
}

/** What the article's sections are about: its headings, or in plain text its lines that are no sentences. */
const sectionsOf = (body: string) => {
  const headings = [...body.matchAll(/<h[2-3][^>]*>(.*?)<\/h[2-3]>/gis)].map((match) =>
    withoutTags(match[1] ?? ''),
  );
  return headings.length > 0
    ? headings
    : body.split('\n').filter((line) => line.length > 3 && line.length < 90 && !/[.!?:]$/.test(line.trim()));
};

/** One featured picture and as many in the article as asked for, each about a section of it. */
export function generateImagePrompts(input: JsonObject): JsonObject {
  const title = text(input, 'title') ?? 'the article';
  const sections = sectionsOf(text(input, 'html', 'body', 'content', 'bodyHtml', 'contentHtml') ?? '');
  const count = Math.min(
    10,
    Math.max(
      0,
      number(
        input,
        'inArticleImages',
        'inArticleCount',
        'inArticle',
        'maxInArticleImages',
        'maxImages',
        'count',
      ) ?? 2,
    ),
  );
  const photograph = (about: string) =>
    `A calm, realistic photograph about ${about.toLowerCase()}, natural light, plenty of free space, no text and no logos`;
  const featured = {
    prompt: photograph(title),
    alt: title,
    altText: title,
    caption: title,
    kind: 'featured',
    type: 'featured',
    position: 0,
    placement: 'featured',
    section: title,
    heading: title,
  };
  const inArticle = Array.from({ length: count }, (_, n) => {
    const about = sections[n % Math.max(1, sections.length)] ?? `${title}, part ${n + 1}`;
    return {
      prompt: photograph(about),
      alt: about,
      altText: about,
      caption: about,
      kind: 'in_article',
      type: 'in_article',
      position: n + 1,
      placement: about,
      section: about,
      heading: about,
    };
  });
  const all = [featured, ...inArticle];
  return {
    featured,
    featuredPrompt: featured.prompt,
    inArticle,
    inArticlePrompts: inArticle,
    prompts: all,
    images: all,
    imagePrompts: all,
  };
}
