import type { Page } from '@playwright/test';

const SUBJECTS = [
  'raised beds',
  'tomato seedlings',
  'compost bins',
  'drip irrigation',
  'rose pruning',
  'garden lighting',
];
const ANGLES = ['best', 'how to choose', 'beginner guide to', 'mistakes with', 'cost of'];
const ENDED = ['succeeded', 'partly_succeeded', 'failed', 'cancelled'];

/** Who signs in to the demonstration account. */
export const OWNER = { email: 'owner@igny8.example', password: 'Owner-Password-1' };

interface Row {
  id: string;
}
interface Rows {
  data: Row[];
}

/** Calls the API in the page, as the person who is signed in. Throws what the API refuses. */
export const call = <T>(page: Page, path: string, body?: unknown): Promise<T> =>
  page.evaluate(
    async ([url, sent]) => {
      const given =
        sent === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) };
      const response = await fetch(`/api/v1/${url}`, given);
      const answer = await response.json();
      if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`);
      return answer;
    },
    [path, body] as const,
  );

/** The ids of a list's first entries. */
export const idsOf = async (page: Page, path: string, most = 200): Promise<string[]> =>
  (await call<Rows>(page, path)).data.slice(0, most).map(({ id }) => id);

/** Starts a run with the highest price as its ceiling and waits until it has ended. */
async function run(page: Page, siteId: string, operation: string, input: unknown): Promise<void> {
  const quote = await call<{ max: number }>(page, 'credits/quote', { operation, site_id: siteId, input });
  const { id } = await call<Row>(page, 'runs', {
    operation,
    site_id: siteId,
    input,
    ceiling: quote.max,
    trigger: 'manual',
  });
  const status = await page.evaluate(
    async ([runId, ended]) => {
      for (;;) {
        const { status: now } = (await (await fetch(`/api/v1/runs/${runId}`)).json()) as { status: string };
        if (ended.includes(now)) return now;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    },
    [id, ENDED] as const,
  );
  if (status !== 'succeeded') throw new Error(`${operation} ended as ${status}`);
}

/** Keywords of a few subjects with figures that look measured. */
const keywords = (most: number) =>
  SUBJECTS.flatMap((subject, s) =>
    ANGLES.map((angle, a) => ({
      keyword: `${angle} ${subject}`,
      volume: 90 + ((s * 7 + a * 13) % 29) * 110,
      difficulty: 8 + ((s * 11 + a * 5) % 60),
      country: 'US',
    })),
  ).slice(0, most);

/**
 * Fills the demonstration's first site by all seven operations, as its owner. `words` says how many keywords are added,
 * `articles` how many articles are written.
 */
export async function furnish(page: Page, { words = 30, articles = 3 } = {}): Promise<void> {
  const [siteId = ''] = await idsOf(page, 'sites');
  const at = (resource: string) => `sites/${siteId}/${resource}`;
  await call(page, at('keywords'), { keywords: keywords(words) });
  await run(page, siteId, 'auto_cluster', {
    keyword_ids: await idsOf(page, at('keywords?limit=200&status=new')),
  });
  await run(page, siteId, 'generate_ideas', { cluster_ids: await idsOf(page, at('clusters')) });
  await call(page, at('ideas/send'), { ids: await idsOf(page, at('ideas'), articles + 1) });
  await run(page, siteId, 'generate_content', { task_ids: await idsOf(page, at('tasks'), articles) });
  const written = await idsOf(page, at('articles'));
  await run(page, siteId, 'generate_image_prompts', { article_ids: written });
  await run(page, siteId, 'generate_images', {
    image_prompt_ids: await idsOf(page, at('image-prompts'), 2 * articles),
  });
  await run(page, siteId, 'suggest_links', { article_ids: written });
  await run(page, siteId, 'optimize_content', { article_ids: written.slice(0, 2) });
}
