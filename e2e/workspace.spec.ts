import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { signIn } from './support/sign-in.ts';
import { ask, FIFTY, newSite, type Price, press, selectAll } from './support/workspace.ts';

interface Usage {
  credits: number;
}

test('fifty keywords become articles with pictures, and every credit is accounted for', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'owner');
  const siteId = await newSite(page, `Way ${crypto.randomUUID().slice(0, 8)}`);
  const balance = async () => (await ask<{ balance: number; held: number }>(page, 'credits/balance')).body;
  const before = await balance();
  const prices: Price[] = [];

  await test.step('paste the keywords', async () => {
    await page.goto(`/sites/${siteId}/planner`);
    await page.getByRole('button', { name: 'Add keywords' }).first().click();
    await page.getByRole('textbox', { name: 'Keywords', exact: true }).fill(FIFTY.join('\n'));
    await page.getByRole('button', { name: 'Add 50 keywords' }).click();
    await expect(page.getByText('50 keywords added.')).toBeVisible();
    await expect(page.getByRole('table', { name: 'Keywords' }).getByRole('row')).toHaveCount(51);
  });

  await test.step('cluster them', async () => {
    await selectAll(page, 'Keywords');
    prices.push(await press(page, 'Cluster keywords'));
    await expect(page.getByText('Not clustered', { exact: true })).toHaveCount(0);
  });

  await test.step('have ideas for two clusters and send them to the Writer', async () => {
    await page.goto(`/sites/${siteId}/planner?tab=clusters`);
    const rows = page.getByRole('table', { name: 'Clusters' }).getByRole('row');
    await rows.nth(1).getByRole('checkbox').check();
    await rows.nth(2).getByRole('checkbox').check();
    await page.getByLabel('Ideas for each cluster').fill('1');
    prices.push(await press(page, 'Generate ideas'));
    await page.goto(`/sites/${siteId}/planner?tab=ideas`);
    await selectAll(page, 'Ideas');
    await page.getByRole('button', { name: 'Send to Writer' }).click();
    await expect(page.getByText('2 ideas sent to the Writer.')).toBeVisible();
  });

  await test.step('write the articles', async () => {
    await page.goto(`/sites/${siteId}/writer`);
    await selectAll(page, 'Tasks');
    prices.push(await press(page, 'Generate content'));
    await expect(page.getByRole('link', { name: 'Open article' })).toHaveCount(2);
  });

  await test.step('describe and make the pictures', async () => {
    await page.goto(`/sites/${siteId}/writer?tab=articles`);
    await selectAll(page, 'Articles');
    prices.push(await press(page, 'Extract prompts'));
    await page.goto(`/sites/${siteId}/writer?tab=images`);
    await selectAll(page, 'Prompts without an image');
    const images = await press(page, 'Generate images');
    expect(images.charged, 'the price of images is exact').toBe(images.expected);
    prices.push(images);
    await expect(page.getByText('No prompt waits for an image')).toBeVisible();
  });

  await test.step('read, approve and export an article', async () => {
    await page.goto(`/sites/${siteId}/writer?tab=articles`);
    await page.getByRole('table', { name: 'Articles' }).getByRole('link').first().click();
    const editor = page.getByRole('textbox', { name: 'Article' });
    await expect(editor.locator('img')).toHaveCount(2);
    await editor.locator('p').first().click();
    await page.keyboard.type('A word from the editor. ');
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByRole('button', { name: 'Saved' })).toBeVisible();
    await page.getByText('Approved', { exact: true }).click();
    await expect(page.getByRole('radio', { name: 'Approved' })).toBeChecked();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    const zip = (await readFile(await (await download).path())).toString('latin1'); // stored, not packed: its texts can be read
    const pictures = zip.match(
      /images\/(featured|image-\d-[0-9a-f]{6})\.(webp|png|jpg)(?=PNG|RIFF|\xff\xd8|\x89PNG)/g,
    );
    expect(pictures).toHaveLength(3);
    for (const start of ['<!doctype html>', '---\ntitle: ']) {
      const article = zip.split('PK\u0003\u0004').find((file) => file.includes(start));
      expect(article).toContain('A word from the editor.');
      for (const picture of pictures ?? []) expect(article).toContain(picture);
    }
  });

  await test.step('the books agree', async () => {
    const after = await balance();
    const usage = (await ask<{ data: Usage[] }>(page, `credits/usage?site_id=${siteId}&limit=200`)).body.data;
    const charged = prices.reduce((sum, price) => sum + price.charged, 0);
    for (const price of prices)
      expect(price.charged, 'nobody pays more than was shown').toBeLessThanOrEqual(price.most);
    expect(charged).toBeGreaterThan(0);
    expect(before.balance - after.balance).toBe(charged);
    expect(usage.reduce((sum, row) => sum + row.credits, 0)).toBe(charged);
    expect(after.held).toBe(0);
  });
});
