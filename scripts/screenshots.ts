import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { ADMINISTRATOR, withProduct } from './e2e.ts';

/** `npm run screenshots [words…]`: every page whose path has one of the words (all without), light and dark, desktop and phone. */
const FOLDER = 'screenshots';
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const SCHEMES = ['light', 'dark'] as const;
const OWNER = { email: 'owner@igny8.example', password: 'Owner-Password-1' };
const SUBJECTS = ['raised beds', 'tomato seedlings', 'compost bins', 'drip irrigation', 'rose pruning', 'garden lighting'];
const ANGLES = ['best', 'how to choose', 'beginner guide to', 'mistakes with', 'cost of'];

/** Calls the API in the page, as the person who is signed in. */
const call = <T>(page: Page, path: string, body?: unknown): Promise<T> =>
  page.evaluate(
    async ([url, sent]) => {
      const given = sent === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) };
      const response = await fetch(`/api/v1/${url}`, given);
      const answer = await response.json();
      if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`);
      return answer;
    },
    [path, body] as const,
  );

async function signIn(page: Page, base: string, person: { email: string; password: string }): Promise<void> {
  await page.goto(`${base}/sign-in`, { waitUntil: 'networkidle' });
  await page.getByLabel('E-mail').fill(person.email);
  await page.locator('input[type=password]').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

type Row = { id: string };
type Rows = { data: Row[] };
const idsOf = ({ data }: Rows, most = 200) => data.slice(0, most).map((row) => row.id);

/** Starts a run with the highest price as its ceiling and waits until it has ended. */
async function run(page: Page, siteId: string, operation: string, input: unknown): Promise<void> {
  const quote = await call<{ max: number }>(page, 'credits/quote', { operation, site_id: siteId, input });
  const { id } = await call<Row>(page, 'runs', { operation, site_id: siteId, input, ceiling: quote.max, trigger: 'manual' });
  await page.waitForFunction(
    async (runId) => {
      const state = await (await fetch(`/api/v1/runs/${runId}`)).json();
      return ['succeeded', 'partly_succeeded', 'failed', 'cancelled'].includes(state.status);
    },
    id,
    { timeout: 120_000, polling: 1_000 },
  );
}

/** Fills the demonstration's first site with the work of a few weeks; answers what stands in the pages' addresses. */
async function furnish(page: Page): Promise<Record<string, string>> {
  const siteId = idsOf(await call<Rows>(page, 'sites'))[0] ?? '';
  const at = (resource: string) => `sites/${siteId}/${resource}`;
  const keywords = SUBJECTS.flatMap((subject, s) =>
    ANGLES.map((angle, a) => ({
      keyword: `${angle} ${subject}`,
      volume: 90 + ((s * 7 + a * 13) % 29) * 110,
      difficulty: 8 + ((s * 11 + a * 5) % 60),
      country: 'US',
    })),
  );
  await call(page, at('keywords'), { keywords });
  await run(page, siteId, 'auto_cluster', { keyword_ids: idsOf(await call<Rows>(page, at('keywords?limit=200'))) });
  await run(page, siteId, 'generate_ideas', { cluster_ids: idsOf(await call<Rows>(page, at('clusters'))) });
  await call(page, at('ideas/send'), { ids: idsOf(await call<Rows>(page, at('ideas')), 4) });
  await run(page, siteId, 'generate_content', { task_ids: idsOf(await call<Rows>(page, at('tasks'))).slice(0, 3) });
  const articles = idsOf(await call<Rows>(page, at('articles')));
  await run(page, siteId, 'generate_image_prompts', { article_ids: articles });
  await run(page, siteId, 'generate_images', { image_prompt_ids: idsOf(await call<Rows>(page, at('image-prompts'))).slice(0, 6) });
  await run(page, siteId, 'suggest_links', { article_ids: articles });
  await run(page, siteId, 'optimize_content', { article_ids: articles.slice(0, 2) });
  return { siteId, articleId: articles[0] ?? '' };
}

/** The addresses of all pages, out of the folders of app/. */
async function routes(): Promise<string[]> {
  const files = await readdir('app', { recursive: true });
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file)).map((file) => `/${file.replace(/(^|\/)page\.tsx$/, '').replace(/\([^)]*\)\/?/g, '')}`);
  return pages.filter((route) => route !== '/').sort();
}

const nameOf = (route: string) =>
  route
    .replace(/^\/|\[|\]/g, '')
    .replaceAll('/', '-')
    .replace(/[?=&]/g, '_');

/** Pages show tabs that have addresses of their own. */
const TABS: Record<string, string[]> = {
  '/sites/[siteId]/planner': ['?tab=clusters', '?tab=ideas'],
  '/sites/[siteId]/writer': ['?tab=articles', '?tab=images'],
  '/sites/[siteId]/writer/[articleId]': ['?panel=images', '?panel=history'],
};

const LISTS: Record<string, string> = { models: 'admin/ai-models', providers: 'admin/providers', accounts: 'admin/accounts', runs: 'runs' };

/** Fills in the address of a page about one thing: the first of its list. Null when there is none. */
async function addressOf(page: Page, route: string, known: Record<string, string>): Promise<string | null> {
  const path = route.replace(/\[(\w+)\]/g, (whole, name: string) => known[name] ?? whole);
  const list = LISTS[/(\w+)\/\[\w+\]$/.exec(path)?.[1] ?? ''];
  const id = list ? idsOf(await call<Rows>(page, list))[0] : undefined;
  return path.includes('[') && !id ? null : path.replace(/\[\w+\]/, id ?? '');
}

async function shoot(browser: Browser, base: string, wanted: string[]): Promise<void> {
  const options: BrowserContextOptions = { viewport: SIZES.desktop, locale: 'en-US', timezoneId: 'UTC' };
  const owner = await browser.newContext(options);
  const first = await owner.newPage();
  await signIn(first, base, OWNER);
  const known = await furnish(first);
  const administrator = await browser.newContext(options);
  const second = await administrator.newPage();
  await signIn(second, base, ADMINISTRATOR);
  const nobody = await (await browser.newContext(options)).newPage();
  await mkdir(FOLDER, { recursive: true });
  for (const route of (await routes()).flatMap((path) => [path, ...(TABS[path] ?? []).map((tab) => path + tab)])) {
    if (wanted.length > 0 && !wanted.some((word) => route.includes(word))) continue;
    const page = route.startsWith('/admin') ? second : /^\/(sign-in|set-up)/.test(route) ? nobody : first;
    const address = await addressOf(page, route, known);
    if (address === null) continue;
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.goto(base + address, { waitUntil: 'load' });
        await page.waitForFunction(() => !document.querySelector('.mantine-Skeleton-root, [aria-busy="true"]'), undefined, { timeout: 20_000 });
        await page.screenshot({ path: join(FOLDER, `${nameOf(route)}-${size}-${colorScheme}.png`) });
      }
    }
    console.log(`${route}`);
  }
}

await withProduct(async ({ E2E_URL, CHROMIUM_PATH }) => {
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const browser = await chromium.launch({ executablePath: CHROMIUM_PATH ?? '/usr/bin/chromium', args });
  await shoot(browser, E2E_URL ?? '', process.argv.slice(2)).finally(() => browser.close());
});
