import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until the element has the focus, as somebody without a pointer does; fails when it cannot be reached. */
export async function tabTo(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
  most = 80,
): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < most; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target, 'is reached by Tab').toBeFocused({ timeout: 1 });
}

/** Opens the palette. A key that is pressed before the page has come alive is lost, so it is pressed again until the field has the focus. */
export async function openPalette(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByPlaceholder('Go to a page, model, provider or site')).toBeFocused({
      timeout: 3_000,
    });
  }).toPass();
}

/** Goes to a place by the palette. */
export async function goTo(page: Page, name: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.type(name);
  await expect(page.getByRole('dialog', { name: 'Go to' }).getByRole('button').first()).toHaveText(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Waits until React has taken the element over: a key that is pressed before is lost. */
export const comesAlive = (target: Locator): Promise<void> =>
  expect
    .poll(() =>
      target.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__reactProps$'))),
    )
    .toBe(true);
