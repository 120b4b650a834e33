import { expect, type Locator, type Page, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';
import { ask } from './support/workspace.ts';

interface Model {
  model_name: string;
  display_name: string;
  model_type: 'text' | 'image';
  is_default: boolean;
  label: string;
}

const models = async (page: Page) =>
  (await ask<{ data: Model[] }>(page, 'admin/ai-models?limit=200')).body.data;
const one = async (page: Page, name: string) =>
  (await models(page)).find((model) => model.model_name === name)!;
/** Confirms, waits for what the toast says, and takes the act back by its Undo. */
const doAndUndo = async (page: Page, dialog: Locator, confirm: string, said: string | RegExp) => {
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  await expect(page.getByText(said)).toBeVisible();
  await expect(dialog).toBeHidden();
  await page.getByRole('alert').filter({ hasText: said }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Undone.')).toBeVisible();
};

test.describe('risky acts say what they touch, and can be undone', () => {
  test.beforeEach(async ({ page }) => {
    await signIn(page, 'administrator');
    await page.goto('/admin/models');
  });

  test('a price, and which model serves a tier', async ({ page }) => {
    const model = (await models(page)).find((entry) => entry.model_type === 'image' && entry.is_default)!;
    await page.getByRole('button', { name: `New price for ${model.display_name}` }).click();
    const price = page.getByRole('dialog', { name: `New price for ${model.display_name}` });
    await price.getByLabel('Credits per image').fill('33');
    await expect(price.getByText(/What this touches|Nothing else uses it/)).toBeVisible();
    await doAndUndo(page, price, 'Save the new price', /costs 33 credits/);
    await expect(async () => expect((await one(page, model.model_name)).label).toBe(model.label)).toPass();

    await page.goto('/admin/tiers');
    await page.getByRole('button', { name: 'Change Basic' }).click();
    const tier = page.getByRole('dialog', { name: 'Change Basic' });
    await tier.getByLabel('Label').fill('Plain');
    await doAndUndo(page, tier, 'Save', 'Plain is changed.');
    await expect(page.getByRole('button', { name: 'Change Basic' })).toBeVisible();
  });

  test('the address of a provider', async ({ page }) => {
    await page.goto('/admin/providers');
    await page.getByRole('link', { name: 'Runware' }).click();
    const address = page.getByLabel('Base URL');
    const before = await address.inputValue();
    await address.fill('https://gateway.example.com/v1');
    await page.getByRole('button', { name: 'Change the address …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the address of Runware' });
    await expect(dialog.getByText('What this touches')).toBeVisible();
    await doAndUndo(
      page,
      dialog,
      'Change the address',
      /The address is changed\. 1 stored key no longer fits it/,
    );
    await expect(address).toHaveValue(before);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await expect(page.getByText(/^It works: answered in \d+ ms$/)).toBeVisible();
  });
});
