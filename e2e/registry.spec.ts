import { expect, test } from '@playwright/test';
import { SANDBOX_KEYS } from '../sandbox/constants.ts';
import { signIn } from './support/sign-in.ts';

test('a key goes in, is tested, and is never overwritten by a mask or a blank', async ({ page }) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/providers');
  await page.getByRole('link', { name: 'OpenAI' }).click();
  await page.getByRole('button', { name: 'Replace API key' }).click();
  const field = page.getByRole('textbox', { name: 'New API key' });
  const save = page.getByRole('button', { name: 'Save key' });
  await expect(field).toHaveValue('');
  await expect(save).toBeDisabled();

  await field.fill(`${'•'.repeat(20)}c8aa`);
  await save.click();
  const replace = page.getByRole('dialog', { name: 'Replace the API key of OpenAI' });
  await replace.getByRole('button', { name: 'Replace the key' }).click();
  await expect(page.getByText(/masked placeholder/)).toBeVisible();

  await field.fill('sk-sandbox-this-one-is-not-known-0000');
  await page.getByRole('button', { name: 'Test without saving' }).click();
  await expect(page.getByText(/^The provider refused after \d+ ms$/)).toBeVisible();

  await field.fill(`  ${SANDBOX_KEYS.openai}  `);
  await page.getByRole('button', { name: 'Test without saving' }).click();
  await expect(page.getByText(/^It works: answered in \d+ ms$/)).toBeVisible();
  await save.click();
  await expect(replace.getByText('What this touches')).toBeVisible();
  await replace.getByRole('button', { name: 'Replace the key' }).click();
  await expect(page.getByText('The API key of OpenAI is saved.')).toBeVisible();
  await expect(page.getByText(`…${SANDBOX_KEYS.openai.slice(-4)}`, { exact: true }).first()).toBeVisible();
  expect(await page.content()).not.toContain(SANDBOX_KEYS.openai);

  await page.reload();
  await page.getByRole('button', { name: 'Test connection' }).click();
  await expect(page.getByText(/^It works: answered in \d+ ms$/)).toBeVisible();
});
