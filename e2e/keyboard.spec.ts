import { expect, test } from '@playwright/test';
import { SANDBOX_KEYS } from '../sandbox/constants.ts';
import { goTo, tabTo } from './support/keyboard.ts';

test('the whole main job is done by keyboard alone: sign in, store and test a key, change a price, take it back', async ({
  page,
}) => {
  test.setTimeout(90_000);
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  await tabTo(page, page.getByLabel('E-mail'));
  await page.keyboard.type('admin@igny8.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Admin-Password-1');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();

  await goTo(page, 'OpenAI');
  await tabTo(page, page.getByRole('button', { name: 'Replace API key' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('textbox', { name: 'New API key' }));
  await page.keyboard.type(SANDBOX_KEYS.openai);
  await tabTo(page, page.getByRole('button', { name: 'Test without saving' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^It works: answered in \d+ ms$/)).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Save key' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const replace = page.getByRole('dialog', { name: 'Replace the API key of OpenAI' });
  await tabTo(page, replace.getByRole('button', { name: 'Replace the key' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('The API key of OpenAI is saved.')).toBeVisible();

  await goTo(page, 'Models');
  const pencil = page.getByRole('button', { name: 'New price for Nano Banana Pro' });
  await tabTo(page, pencil);
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Credits per image'));
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('16');
  await tabTo(page, page.getByRole('button', { name: 'Save the new price' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(/costs 16 credits\/image from now on/)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(page.getByText('Undone.').last()).toBeVisible();
  await expect(page.getByRole('row').filter({ has: pencil })).toContainText('15 credits/image');
});
