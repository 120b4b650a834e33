import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';
import { ask, newSite, press, selectAll } from './support/workspace.ts';

interface Balance {
  balance: number;
  held: number;
}

test('a call is charged, and its receipt, the ledger, the chart and the export agree', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, 'owner');
  const siteId = await newSite(page, `Credits ${crypto.randomUUID().slice(0, 8)}`);
  const before = (await ask<Balance>(page, 'credits/balance')).body;
  await page.goto(`/sites/${siteId}/planner`);
  await page.getByRole('button', { name: 'Add keywords' }).first().click();
  await page.getByLabel('Keywords', { exact: true }).fill(['oak', 'birch', 'maple', 'willow'].join('\n'));
  await page.getByRole('button', { name: 'Add 4 keywords' }).click();
  await selectAll(page, 'Keywords');
  const { charged } = await press(page, 'Cluster keywords');
  const after = (await ask<Balance>(page, 'credits/balance')).body;
  expect(before.balance - after.balance).toBe(charged);

  await page.goto('/credits');
  await expect(page.getByRole('table', { name: 'Ledger' }).getByRole('row').nth(1)).toContainText(
    `−${charged}`,
  );
  const log = page.getByRole('table', { name: 'Usage log' });
  await log
    .getByRole('button', { name: /^Receipt of/ })
    .first()
    .click();
  const receipt = page.getByRole('dialog', { name: 'Receipt' });
  await expect(receipt.getByText('Equal', { exact: true })).toBeVisible();
  await expect(receipt.getByRole('table', { name: 'Receipt' })).toContainText(
    charged === 1 ? '1 credit' : `${charged} credits`,
  );
  await expect(page).toHaveURL(/receipt=/);
  await page.keyboard.press('Escape');
  await expect(receipt).toBeHidden();

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const [header, first] = (await readFile(await (await download).path(), 'utf8')).split('\n');
  expect(header).toContain('at,account,site,user,operation');
  expect(first).toContain('auto_cluster');
});

test('an administrator grants credits with a reason, takes them back, and proves the books', async ({
  page,
}) => {
  await signIn(page, 'administrator');
  await page.goto('/admin/accounts');
  await page.getByRole('button', { name: 'Grant or adjust credits of Demonstration' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Book' }).click();
  await expect(dialog.getByText('Say why.')).toBeVisible();
  await dialog.getByLabel('Credits', { exact: true }).fill('250');
  await dialog.getByLabel('Reason').fill('Thanks for waiting');
  await dialog.getByRole('button', { name: 'Book' }).click();
  await expect(page.getByText('+250 credits for Demonstration')).toBeVisible();
  await page.getByRole('link', { name: 'Demonstration' }).click();
  const newest = page.getByRole('table', { name: 'Ledger' }).getByRole('row').nth(1);
  await expect(newest).toContainText('Thanks for waiting');
  await page.getByRole('button', { name: 'Grant or adjust' }).click();
  await dialog.getByText('Adjust', { exact: true }).click();
  await dialog.getByLabel('Credits', { exact: true }).fill('-250');
  await dialog.getByLabel('Reason').fill('Granted by mistake');
  await dialog.getByRole('button', { name: 'Book' }).click();
  await expect(newest).toContainText('−250');

  await page.goto('/admin/books');
  await page.getByRole('button', { name: 'Prove now' }).click();
  await expect(page.getByText('Every invariant holds.')).toBeVisible();
  await expect(page.getByText('The books balance')).toBeVisible();
});

test('a price shows what it would have meant before it is saved', async ({ page }) => {
  await signIn(page, 'administrator');
  const { body } = await ask<{ data: { id: string; is_default: boolean; model_type: string }[] }>(
    page,
    'admin/ai-models?limit=200',
  );
  const model = body.data.find((one) => one.is_default && one.model_type === 'text');
  await page.goto(`/admin/models/${model?.id}`);
  await page.getByRole('button', { name: 'New price' }).click();
  await page.getByLabel('Tokens per credit').fill('500');
  await expect(page.getByText(/The last 30 days at this price|No use in the last 30 days/)).toBeVisible();
  await page.goto('/admin/usage');
  await expect(page.getByRole('heading', { name: 'Usage and margins' })).toBeVisible();
  await expect(page.getByText('A credit sells for', { exact: true })).toBeVisible();
});

test('a viewer of nothing sees nothing: pages for administrators are not there for an owner', async ({
  page,
}) => {
  await signIn(page, 'owner');
  for (const path of ['/admin/accounts', '/admin/usage', '/admin/books']) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
  }
  expect((await ask(page, 'admin/margins')).status).toBe(403);
  expect((await ask(page, 'admin/books')).status).toBe(403);
});
