import { expect, type Locator, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';

/** Whether a person can see and press it: it lies in the window and nothing covers it. */
const uncovered = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });

for (const [name, width] of [
  ['a laptop', 1280],
  ['a phone', 390],
] as const) {
  test(`a long table keeps its head and its row actions in sight on ${name}, by keyboard too`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 560 });
    await signIn(page, 'administrator');
    await page.goto('/admin/models');
    const table = page.getByRole('table', { name: 'Models' });
    const actions = table.getByRole('button', { name: /^Actions for/ });
    await expect(actions.first()).toBeVisible();
    for (const button of [actions.last(), actions.first()]) {
      await button.focus();
      await expect.poll(() => uncovered(button)).toBe(true);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('menuitem', { name: 'Open' })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(button).toBeFocused();
    }
    await actions.last().focus();
    await expect
      .poll(() => uncovered(table.getByRole('columnheader', { name: /^Model/ }).getByRole('button')))
      .toBe(true);
  });
}

test('the head of a table that fits sticks below the top bar while the page scrolls', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 560 });
  await signIn(page, 'administrator');
  await page.goto('/admin/models?models-without=cost,provider,type');
  const table = page.getByRole('table', { name: 'Models' });
  await expect(page.getByRole('region', { name: 'Models, scrolls sideways' })).toHaveCount(0);
  await table
    .getByRole('button', { name: /^Actions for/ })
    .last()
    .focus();
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0);
  await expect
    .poll(() => uncovered(table.getByRole('columnheader', { name: /^Model/ }).getByRole('button')))
    .toBe(true);
});
