import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from '#e2e/support/axe.ts';
import { signIn } from '#e2e/support/sign-in.ts';

const DUMP = join(process.cwd(), 'migration', 'fixtures', 'igny8-dumpdata.json.gz');

test('an administrator moves the first phases over, sees what it would cost, and takes them back', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await signIn(page, 'administrator');
  await page.goto('/admin/migration');
  const press = async (act: 'Plan' | 'Apply' | 'Verify' | 'Roll back', phase: number) => {
    await page.getByRole('button', { name: `${act} phase ${phase}`, exact: true }).click();
    if (act === 'Apply' || act === 'Roll back')
      await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click();
  };
  const card = (title: string) => page.getByRole('region', { name: title, exact: true });

  await expect(page.getByRole('button', { name: 'Apply phase 2', exact: true })).toBeDisabled();
  await page.getByLabel('Place of the source').fill(DUMP);
  await page.getByRole('button', { name: 'Set source' }).click();
  await expect(page.getByText('igny8-dumpdata.json.gz').first()).toBeVisible();

  await press('Plan', 1);
  await expect(card('1. Inspect and add').getByText('accounts added')).toBeVisible({ timeout: 30_000 });
  await card('1. Inspect and add')
    .getByRole('button', { name: /faults in the source/ })
    .click();
  await expect(page.getByText(/gpt-4o-mini where gpt-5.1 is meant/)).toBeVisible();
  await expect(page.locator('body')).not.toContainText('sk-legacy');

  for (const [phase, title] of [
    [1, '1. Inspect and add'],
    [2, '2. Parallel paths'],
  ] as const) {
    await press('Apply', phase);
    await expect(card(title).getByText('Applied', { exact: true })).toBeVisible({ timeout: 30_000 });
    await press('Verify', phase);
    await expect(card(title).getByText('Verified', { exact: true })).toBeVisible({ timeout: 30_000 });
  }
  await expect(page.getByText(/calls cost .* credits then and would cost/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Impact by accounts' })).toContainText('日本の台所');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('migration-impact.csv');
  await expect(page.getByRole('button', { name: 'Roll back phase 1', exact: true })).toBeDisabled();
  await expectAccessible(page);

  for (const [phase, title] of [
    [2, '2. Parallel paths'],
    [1, '1. Inspect and add'],
  ] as const) {
    await press('Roll back', phase);
    await expect(card(title).getByText('Pending', { exact: true })).toBeVisible({ timeout: 30_000 });
  }
});

test('a site owner does not see the migration', async ({ page }) => {
  await signIn(page, 'owner');
  const answer = await page.goto('/admin/migration');
  expect(answer?.status()).toBe(404);
  expect((await page.request.get('/api/v1/admin/migration')).status()).toBe(403);
});
