import { writeFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';
import { ask, chargedBy, newSite, press, selectAll, summary } from './support/workspace.ts';

const WORDS = [
  'raised bed soil',
  'raised bed depth',
  'raised bed wood',
  'tomato watering',
  'tomato pruning',
  'tomato seedlings',
];
const total = (credits: Record<string, number>) => Object.values(credits).reduce((sum, one) => sum + one, 0);

interface Balance {
  balance: number;
  held: number;
}
const balance = async (page: Page) => (await ask<Balance>(page, 'credits/balance')).body;

/** A site of the same name and keywords, so that every call is the same to the letter. */
async function siteWithWords(page: Page): Promise<string> {
  const siteId = await newSite(page, 'Same work', `${crypto.randomUUID().slice(0, 8)}.example`);
  const { status } = await ask(page, `sites/${siteId}/keywords`, {
    keywords: WORDS.map((keyword) => ({ keyword })),
  });
  expect(status).toBe(201);
  return siteId;
}

/** What a way left behind and what it cost. */
const outcome = async (page: Page, siteId: string) => ({
  made: await summary(page, siteId),
  charged: await chargedBy(page, siteId),
});

async function byButtons(page: Page, siteId: string): Promise<void> {
  const step = async (path: string, table: string, button: string) => {
    await page.goto(`/sites/${siteId}/${path}`);
    await selectAll(page, table);
    await press(page, button);
  };
  await step('planner', 'Keywords', 'Cluster keywords');
  await step('planner?tab=clusters', 'Clusters', 'Generate ideas');
  await page.goto(`/sites/${siteId}/planner?tab=ideas`);
  await selectAll(page, 'Ideas');
  await page.getByRole('button', { name: 'Send to Writer' }).click();
  await expect(page.getByText(/sent to the Writer\./)).toBeVisible();
  await step('writer', 'Tasks', 'Generate content');
  await step('writer?tab=articles', 'Articles', 'Extract prompts');
  await step('writer?tab=images', 'Prompts without an image', 'Generate images');
}

/** Lets every stage take up all there is. */
async function allStages(page: Page, siteId: string): Promise<void> {
  await page.goto(`/sites/${siteId}/automation`);
  for (const stage of [
    'Clusters to ideas',
    'Ideas to tasks',
    'Tasks to articles',
    'Articles to image prompts',
    'Prompts to images',
  ]) {
    await page.getByRole('textbox', { name: `${stage}: at most` }).fill('50');
  }
  await page.getByRole('button', { name: 'Save stages' }).click();
  await expect(page.getByText('The stages are saved.')).toBeVisible();
}

test('the same way by buttons, by Run now and by schedule: the same results, the same charges', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page, 'owner');
  const first = await siteWithWords(page);
  await byButtons(page, first);
  const expected = await outcome(page, first);
  expect(expected.made.images.total).toBeGreaterThan(0);

  await test.step('Run now: the quote first, then each stage, then what it cost', async () => {
    const siteId = await siteWithWords(page);
    await allStages(page, siteId);
    const before = await balance(page);
    await page.getByRole('button', { name: 'Run now …' }).click();
    const quote = page.getByRole('table', { name: 'Price of each stage' });
    await expect(quote.getByRole('row')).toHaveCount(8);
    const most = Number(
      (await quote.getByRole('row').last().getByRole('columnheader').last().textContent())?.replaceAll(
        ',',
        '',
      ),
    );
    await page.getByRole('button', { name: `Run for up to ${most.toLocaleString('en-US')} credits` }).click();
    await expect(
      page.getByRole('region', { name: 'At work' }).getByText('Keywords to clusters'),
    ).toBeVisible();
    const done = page.getByRole('region', { name: 'Last run' });
    await expect(done.getByText('Succeeded', { exact: true })).toBeVisible({ timeout: 90_000 });
    expect(await outcome(page, siteId)).toEqual(expected);
    const spent = before.balance - (await balance(page)).balance;
    expect(spent).toBe(total(expected.charged));
    expect(spent).toBeLessThanOrEqual(most);
    await expect(
      done.getByText(`${spent} of at most ${most.toLocaleString('en-US')} credits spent`),
    ).toBeVisible();
    await expect(page.getByRole('table', { name: 'Past runs' }).getByRole('row').nth(1)).toContainText(
      'A person',
    );
    await page.getByRole('button', { name: /^Notifications, \d+ unread/ }).click();
    await page.getByRole('link', { name: 'The automation is done: Same work' }).first().click();
    await expect(page).toHaveURL(new RegExp(`${siteId}/automation$`));
  });

  await test.step('by schedule: in plain words, at its time, once', async () => {
    const siteId = await siteWithWords(page);
    await allStages(page, siteId);
    const due = new Date((await serverTime(page)).getTime() + 20 * 60_000);
    await page
      .getByLabel('Schedule', { exact: true })
      .fill(`${due.getUTCMinutes()} ${due.getUTCHours()} * * *`);
    await expect(page.getByText(`At ${due.toISOString().slice(11, 16)}`, { exact: true })).toBeVisible();
    await expect(page.getByText('The next five times').locator('..').getByRole('listitem')).toHaveCount(5);
    await page.getByRole('button', { name: 'Switch the schedule on …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Switch the schedule on' });
    await expect(dialog.getByRole('table', { name: 'Price of each stage' }).getByRole('row')).toHaveCount(8);
    await expect(
      dialog.getByText(/It covers \d+ runs like this one, \d+ days at this schedule\./),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Switch on' }).click();
    await expect(page.getByText(/^The schedule is on: At/)).toBeVisible();
    await moveClock(new Date(due.getTime() + 1_000));
    await expect(
      page.getByRole('region', { name: 'Last run' }).getByText('Succeeded', { exact: true }),
    ).toBeVisible({ timeout: 90_000 });
    expect(await outcome(page, siteId)).toEqual(expected);
    const past = page.getByRole('table', { name: 'Past runs' }).getByRole('row');
    await expect(past).toHaveCount(2);
    await expect(past.nth(1)).toContainText('Schedule');
  });
});

test('out of credits it waits, says so, and goes on by itself after a top-up', async ({ page, browser }) => {
  test.setTimeout(180_000);
  const administration = await (await browser.newContext()).newPage();
  await signIn(administration, 'administrator');
  await signIn(page, 'owner');
  const siteId = await siteWithWords(page);
  const { body } = await ask<{ data: { account_id: string }[] }>(page, 'sites');
  const book = (kind: 'grant' | 'adjustment', amount: number) =>
    ask(administration, `admin/accounts/${body.data[0]?.account_id}/credits`, {
      kind,
      amount,
      reason: 'Shows what happens without credits',
    });
  const taken = (await balance(page)).balance - 8;
  expect((await book('adjustment', -taken)).status).toBeLessThan(300);

  await page.goto(`/sites/${siteId}/automation`);
  await page.getByRole('button', { name: 'Run now …' }).click();
  await expect(page.getByText(/The balance does not cover what is expected/)).toBeVisible();
  await page.getByRole('button', { name: /^Run for up to/ }).click();
  const now = page.getByRole('region', { name: 'At work' });
  await expect(now.getByText(/It goes on by itself after a top-up/)).toBeVisible({ timeout: 60_000 });
  expect((await balance(page)).balance).toBeGreaterThanOrEqual(0);

  expect((await book('grant', taken)).status).toBeLessThan(300);
  await expect(
    page.getByRole('region', { name: 'Last run' }).getByText('Succeeded', { exact: true }),
  ).toBeVisible({ timeout: 90_000 });
  expect((await balance(page)).held).toBe(0);
  await administration.context().close();
});

test('stops for approval between stages, and goes on when a person says so', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'owner');
  const siteId = await siteWithWords(page);
  await page.goto(`/sites/${siteId}/automation`);
  for (const stage of [
    'Ideas to tasks',
    'Tasks to articles',
    'Articles to image prompts',
    'Prompts to images',
  ]) {
    await page.getByRole('switch', { name: `${stage} runs` }).uncheck({ force: true });
  }
  await page.getByRole('checkbox', { name: 'Stop for approval after Keywords to clusters' }).check();
  await page.getByRole('button', { name: 'Save stages' }).click();
  await expect(page.getByText('The stages are saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Run now …' }).click();
  await page.getByRole('button', { name: /^Run for up to/ }).click();
  const now = page.getByRole('region', { name: 'At work' });
  await expect(now.getByText('Look at what this stage made, then let it go on.')).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('button', { name: 'Run now …' })).toBeDisabled();
  expect((await summary(page, siteId)).ideas.total).toBe(0);
  await now.getByRole('button', { name: 'Approve and go on' }).click();
  await expect(
    page.getByRole('region', { name: 'Last run' }).getByText('Succeeded', { exact: true }),
  ).toBeVisible({ timeout: 60_000 });
  expect((await summary(page, siteId)).ideas.total).toBeGreaterThan(0);
});

const serverTime = async (page: Page): Promise<Date> =>
  new Date((await page.request.get('/api/health/live')).headers()['date'] ?? '');

/** Moves the clock that web, worker and sandbox share. */
async function moveClock(to: Date): Promise<void> {
  const file = process.env['TEST_CLOCK_FILE'];
  if (!file) throw new Error('the product was not started with a clock to move');
  await writeFile(file, to.toISOString());
}
