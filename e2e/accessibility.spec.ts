import { type Browser, expect, type Page, test } from '@playwright/test';
import { furnish } from '../scripts/demonstration.ts';
import { asOnFirstRun } from '../scripts/first-run.ts';
import { allPlaces, type Place } from '../scripts/pages.ts';
import { expectAccessible } from './support/axe.ts';
import { openPalette } from './support/keyboard.ts';
import { settled } from './support/settled.ts';
import { signIn } from './support/sign-in.ts';

/** What a browser's console complained about, a failed hydration included; an answer that says "not found" is no fault. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`${page.url()}: ${message.text()}`);
  });
  return faults;
}

/** Opens a page and waits until its title is there: the server has sent it whole. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

async function withoutSideways(page: Page, path: string): Promise<void> {
  await settled(page);
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(beyond, `${path} scrolls sideways`).toBe(0);
}

/** Looks at all places of one person: axe in light and dark, no word in the console, and on a phone nothing to scroll sideways. */
async function look(page: Page, places: Place[]): Promise<void> {
  const faults = faultsOf(page);
  for (const { address } of places) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page, address);
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await withoutSideways(page, address);
  }
  expect(faults).toEqual([]);
}

const newPage = async (browser: Browser) =>
  (await browser.newContext({ locale: 'en-US', timezoneId: 'UTC' })).newPage();

test('no page of the application, with work on it, has anything serious against it, light or dark, nor scrolls sideways on a phone', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const [administrator, owner, nobody] = [
    await newPage(browser),
    await newPage(browser),
    await newPage(browser),
  ];
  await signIn(administrator, 'administrator');
  await signIn(owner, 'owner');
  await furnish(owner);
  const places = await allPlaces({ administrator, owner });
  const of = (who: Place['who']) => places.filter((place) => place.who === who);
  await look(owner, of('owner'));
  await look(administrator, of('administrator'));
  const [setUp = [], others = []] = [
    of('nobody').filter(({ route }) => route === '/set-up'),
    of('nobody').filter(({ route }) => route !== '/set-up'),
  ];
  await look(nobody, others);
  await asOnFirstRun(() => look(nobody, setUp));
});

test('on the first run, the first person becomes the administrator, and nobody after them', async ({
  page,
}) => {
  const email = `first-${crypto.randomUUID()}@igny8.example`;
  await asOnFirstRun(async () => {
    await page.goto('/');
    await expect(page).toHaveURL(/\/set-up$/);
    await page.getByLabel('Name').fill('First Person');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill('short');
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await expect(page.getByText(/12 characters/).nth(1)).toBeVisible();
    await page.getByRole('textbox', { name: 'Password' }).fill('A-long-enough-password-1');
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await expect(page).toHaveURL(/\/admin\/providers$/);
    await expect(page.getByRole('table', { name: 'Providers' })).toBeVisible();
    await page.goto('/set-up');
    await expect(page.getByRole('heading', { name: 'Set up' })).toHaveCount(0);
  });
});

test('overlays have nothing serious against them either', async ({ page }) => {
  await signIn(page, 'administrator');
  await open(page, '/admin/models');
  await openPalette(page);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: 'Add model' }).click();
  await expect(page.getByRole('dialog', { name: 'Add model' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectAccessible(page);
});

test('what does not exist, and what failed, say so in words', async ({ page }) => {
  await signIn(page, 'administrator');
  for (const path of ['/nothing-here', '/sites/not-an-id', '/admin/models/not-an-id']) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByText('There is nothing here')).toBeVisible();
  }
  await expectAccessible(page);
});
