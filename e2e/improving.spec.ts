import { expect, type Page, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';
import { ask, chargedBy, newSite, press, selectAll } from './support/workspace.ts';

/** A site with a few articles about one subject, written as a person has them written. */
async function siteWithArticles(page: Page): Promise<string> {
  const siteId = await newSite(page, `Improving ${crypto.randomUUID().slice(0, 8)}`);
  for (const title of ['Raised bed soil', 'Raised bed wood', 'Tomatoes in a raised bed']) {
    const { status } = await ask(page, `sites/${siteId}/tasks`, {
      title,
      target_keywords: ['raised bed', 'tomato'],
    });
    expect(status).toBe(201);
  }
  await page.goto(`/sites/${siteId}/writer`);
  await selectAll(page, 'Tasks');
  await press(page, 'Generate content');
  return siteId;
}

/** Chooses all articles in the field of a step. */
async function chooseArticles(page: Page, count: number): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Articles' });
  for (let n = 0; n < count; n += 1) {
    await field.click();
    await page.getByRole('option').first().click();
  }
  await page.keyboard.press('Escape');
}

interface Article {
  body_html: string;
}

test('links are suggested in place and inserted one by one or all; a rewritten text is compared, accepted or refused', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  const siteId = await siteWithArticles(page);

  await test.step('Linker', async () => {
    await page.goto(`/sites/${siteId}/linker`);
    await chooseArticles(page, 3);
    const { charged } = await press(page, 'Suggest links');
    expect((await chargedBy(page, siteId))['suggest_links']).toBe(charged);
    const insert = page.getByRole('button', { name: /^Insert the link/ });
    await expect(insert.first()).toBeVisible();
    const before = await insert.count();
    expect(before).toBeGreaterThan(1);
    await insert.first().click();
    await expect(page.getByText('1 link inserted.')).toBeVisible();
    await expect(insert).toHaveCount(before - 1);
    await page
      .getByRole('button', { name: /^Dismiss the link/ })
      .first()
      .click();
    await expect(page.getByText('Dismissed.')).toBeVisible();
    await expect(insert).toHaveCount(before - 2);
    if (before > 3) await page.getByRole('button', { name: /^Insert all/ }).click();
    else await insert.first().click();
    await expect(page.getByText('No suggestion waits for you')).toBeVisible();
    const { data } = (await ask<{ data: { id: string }[] }>(page, `sites/${siteId}/articles`)).body;
    const bodies = await Promise.all(
      data.map(async ({ id }) => (await ask<Article>(page, `sites/${siteId}/articles/${id}`)).body.body_html),
    );
    expect(bodies.join('').match(/<a href/g)?.length).toBeGreaterThanOrEqual(2);
  });

  await test.step('Optimizer', async () => {
    await page.goto(`/sites/${siteId}/optimizer`);
    await chooseArticles(page, 2);
    await press(page, 'Optimize');
    const results = page.getByRole('table', { name: 'Results' }).getByRole('row');
    await expect(results).toHaveCount(3);
    const decide = async (decision: string, said: RegExp) => {
      await results.filter({ hasText: 'To decide' }).first().getByRole('button').click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.locator('ins').first()).toBeVisible();
      await expect(dialog.getByText(/\d+ → \d+/).first()).toBeVisible();
      await dialog.getByRole('button', { name: decision }).click();
      await expect(page.getByText(said)).toBeVisible();
    };
    await decide('Accept', /^Accepted:/);
    await decide('Refuse', /^Refused:/);
    await expect(results.filter({ hasText: 'To decide' })).toHaveCount(0);
    await expect(results.filter({ hasText: 'Accepted' })).toHaveCount(1);
  });
});
