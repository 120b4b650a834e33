import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/sign-in.ts';
import { firstId } from './support/site.ts';

/** Opens a page and waits until its title is there: the server has sent it whole. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

const ADMINISTRATION = ['models', 'providers', 'tiers', 'succession', 'audit', 'users', 'tokens', 'health'];

test('the sign-in page has nothing serious against it', async ({ page }) => {
  await open(page, '/sign-in');
  await expectAccessible(page);
});

test('no page of the administrator has anything serious against it, light or dark', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, 'administrator');
  const model = await firstId(page, 'admin/ai-models');
  const provider = await firstId(page, 'admin/providers');
  for (const path of [...ADMINISTRATION, `models/${model}`, `providers/${provider}`].map((name) => `/admin/${name}`)) {
    await open(page, path);
    await expectAccessible(page);
  }
});

test('no page of a site owner has anything serious against it, light or dark', async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page, 'owner');
  const site = await firstId(page, 'sites');
  for (const path of ['/sites', `/sites/${site}/settings`, '/account', '/admin/tokens']) {
    await open(page, path);
    await expectAccessible(page);
  }
});

test('a phone shows every page without scrolling sideways', async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, 'owner');
  const site = await firstId(page, 'sites');
  for (const path of ['/sites', `/sites/${site}/settings`, '/credits', '/account']) {
    await open(page, path);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond, path).toBe(0);
  }
});
