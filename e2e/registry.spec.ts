import { type Browser, expect, type Page, test } from '@playwright/test';
import { SANDBOX_KEYS } from '../sandbox/constants.ts';
import { comesAlive, goTo } from './support/keyboard.ts';
import { signIn } from './support/sign-in.ts';
import { firstId } from './support/site.ts';
import { ask } from './support/workspace.ts';

/** Longer than the interval at which an open page asks for the choices again. */
const AT_ONCE = { timeout: 8_000 };

/** The site owner in a browser of their own, on the Site Settings page. */
async function ownerOnSettings(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, 'owner');
  await page.goto(`/sites/${await firstId(page, 'sites')}/settings`);
  await expect(page.getByRole('radiogroup', { name: 'Image quality' })).toBeVisible();
  return page;
}

const row = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Models' }).getByRole('row').filter({ hasText: name });

/** Presses Undo in the toast and waits until it is done. */
async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(page.getByText('Undone.').last()).toBeVisible();
}

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

test('a new price and a new label of a tier reach an open Site Settings page, and Undo takes them back', async ({
  page,
  browser,
}) => {
  test.setTimeout(150_000);
  const owner = await ownerOnSettings(browser);
  await expect(owner.getByRole('radio', { name: 'Basic (1 credit/image)' })).toBeVisible();
  await signIn(page, 'administrator');

  await page.goto('/admin/models');
  await row(page, 'runware:97@1')
    .getByRole('button', { name: /^New price/ })
    .click();
  const figure = page.getByLabel('Credits per image');
  await figure.fill('0');
  await page.getByRole('button', { name: 'Save the new price' }).click();
  await expect(page.getByText(/nothing is ever free/)).toBeVisible();
  await figure.fill('2');
  await page.getByRole('button', { name: 'Save the new price' }).click();
  await expect(page.getByText(/costs 2 credits\/image from now on/)).toBeVisible();
  await expect(owner.getByRole('radio', { name: 'Basic (2 credits/image)' })).toBeVisible(AT_ONCE);
  await undo(page);
  await expect(owner.getByRole('radio', { name: 'Basic (1 credit/image)' })).toBeVisible(AT_ONCE);

  await page.goto('/admin/tiers');
  await page.getByRole('button', { name: 'Change Basic' }).click();
  await page.getByLabel('Label').fill('Starter');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(owner.getByRole('radio', { name: 'Starter (1 credit/image)' })).toBeVisible(AT_ONCE);
  await page.getByRole('button', { name: 'Change Starter' }).click();
  await page.getByLabel('Label').fill('Basic');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(owner.getByRole('radio', { name: 'Basic (1 credit/image)' })).toBeVisible(AT_ONCE);
  await owner.context().close();
});

test('a model added in the browser appears on Site Settings without a restart', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const name = `Browser model ${crypto.randomUUID().slice(0, 6)}`;
  const owner = await ownerOnSettings(browser);
  await signIn(page, 'administrator');
  await page.goto('/admin/models');
  await page.getByRole('button', { name: 'Add model' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add model' });
  await dialog.getByLabel('Name at the provider').fill(name.toLowerCase().replaceAll(' ', '-'));
  await dialog.getByLabel('Name for people').fill(name);
  await dialog.getByRole('combobox', { name: 'Provider' }).click();
  await page.getByRole('option', { name: 'OpenAI' }).click();
  await dialog.getByLabel('Tokens per credit').fill('2500');
  await dialog.getByLabel('Context window').fill('128000');
  await dialog.getByLabel('Most output').fill('16000');
  await dialog.getByRole('button', { name: 'Add model' }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Activate …' }).click();
  await page.getByRole('button', { name: 'Activate', exact: true }).click();
  await expect(page.getByText(`${name} is a choice now.`)).toBeVisible();

  await expect(async () => {
    await owner.getByRole('combobox', { name: 'Text model' }).click();
    await expect(owner.getByRole('option', { name: new RegExp(name) })).toBeVisible({ timeout: 1_000 });
  }).toPass(AT_ONCE);
  await undo(page);
  await owner.context().close();
});

test('a provider that is switched off leaves the choices, and a site that used it says what serves and why', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const owner = await ownerOnSettings(browser);
  const premium = owner.getByRole('radio', { name: 'Premium (15 credits/image)' });
  await premium.check();
  await owner.getByRole('button', { name: 'Save settings' }).click();
  await expect(owner.getByText('The settings are saved.')).toBeVisible();

  await signIn(page, 'administrator');
  await page.goto('/admin/providers');
  await page.getByRole('link', { name: 'Runware' }).click();
  await page.getByRole('button', { name: 'Switch off' }).click();
  const dialog = page.getByRole('dialog', { name: 'Switch Runware off' });
  await expect(dialog.getByText('What this touches')).toBeVisible();
  await dialog.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Runware is off.')).toBeVisible();

  await owner.reload();
  await expect(owner.getByRole('radio', { name: /^Premium/ })).toBeDisabled();
  await expect(owner.getByText('Not available').first()).toBeVisible();
  await expect(owner.getByText(/^Served by/).first()).toBeVisible();
  await expect(owner.getByRole('alert').filter({ hasText: 'Runware' })).toBeVisible();

  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('Runware is on.')).toBeVisible();
  await owner.reload();
  await expect(owner.getByRole('radio', { name: 'Premium (15 credits/image)' })).toBeEnabled();
  await owner.context().close();
});

test('a cost is edited where it stands by keyboard, and a stale edit shows both versions', async ({
  page,
}) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/models?search=4o-mini');
  const cost = page.getByRole('button', { name: /^Cost of input of .*Edit$/ });
  await cost.focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: /^Cost of input of/ });
  await page.keyboard.type('much');
  await page.keyboard.press('Enter');
  await expect(page.getByText('An amount such as 1.25')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(cost).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.type('0.16');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: /^Cost of output of/ })).toBeFocused();
  await expect(cost).toHaveText('$0.16');

  const { id, version } = (
    await ask<{ data: { id: string; version: number }[] }>(page, 'admin/ai-models?search=4o-mini')
  ).body.data[0] ?? {
    id: '',
    version: 0,
  };
  const status = await page.evaluate(
    async ([url, etag]) => {
      const headers = { 'content-type': 'application/json', 'if-match': etag };
      return (
        await fetch(url, { method: 'PATCH', headers, body: JSON.stringify({ input_cost_per_mtok: '0.17' }) })
      ).status;
    },
    [`/api/v1/admin/ai-models/${id}`, `"${version}"`] as const,
  );
  expect(status).toBe(200);
  await cost.click();
  await field.fill('0.15');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: /was changed in the meantime/ });
  await expect(dialog.getByRole('row', { name: 'Cost of input 0.15 0.17' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(cost).toHaveText('$0.15');
});

test('every overlay can be opened, used and left by keyboard alone', async ({ page }) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/models');
  await expect(page.getByRole('table', { name: 'Models' })).toBeVisible();
  await goTo(page, 'Providers');
  await expect(page).toHaveURL(/\/admin\/providers$/);

  await page.goto('/admin/models');
  const menu = page.getByRole('button', { name: /^Actions for/ }).first();
  await comesAlive(menu);
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();

  const add = page.getByRole('button', { name: 'Add model' });
  await add.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Add model' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(add).toBeFocused();

  const sort = page.getByRole('columnheader', { name: /^Model/ });
  await sort.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(sort).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/sort=display_name/);

  await page.getByRole('button', { name: 'Columns and density of Models' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemcheckbox', { name: 'Type' }).press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Type', exact: true })).toHaveCount(0);
  await expect(page).toHaveURL(/models-without=type/);
});
