import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/sign-in.ts';
import { ask, newSite } from './support/workspace.ts';

interface Article {
  id: string;
  body_html: string;
  revision: number;
}

test('an article is written in the editor, with a table, and earlier words are found again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'owner');
  const siteId = await newSite(page, `Editor ${crypto.randomUUID().slice(0, 8)}`);
  const { id } = (await ask<Article>(page, `sites/${siteId}/articles`, { title: 'Beds compared' })).body;
  await page.goto(`/sites/${siteId}/writer/${id}`);
  const text = page.getByRole('textbox', { name: 'Article' });
  const save = async () => {
    await page.keyboard.press('ControlOrMeta+s');
    await expect(page.getByRole('button', { name: 'Saved' })).toBeVisible();
    return (await ask<Article>(page, `sites/${siteId}/articles/${id}`)).body;
  };
  await text.click();
  await page.keyboard.type('Wood or steel.');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Insert table' }).click();
  for (const cell of ['Bed', 'Price', 'Lasts', 'Wood', '80', '8 years', 'Steel', '120']) {
    await page.keyboard.type(cell);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('20 years');
  const shape = async (act: string) => {
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await page.getByRole('menuitem', { name: act }).click();
  };
  await shape('Row below');
  await shape('Column after');
  await expect(text.getByRole('row')).toHaveCount(4);
  await expect(text.getByRole('columnheader')).toHaveCount(4);
  await shape('Remove column');
  const { body_html: body, revision } = await save();
  expect(body).toContain('<th><p>Price</p></th>');
  expect(body.match(/<tr>/g)).toHaveLength(4);
  expect(body.match(/<td>/g)).toHaveLength(9);

  await text.getByText('Wood or steel.').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' It depends on the soil.');
  await save();
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Compare with now' }).first().click();
  const difference = page.getByRole('dialog', { name: `Revision ${revision} and now` });
  await expect(difference.locator('ins')).toHaveText('It depends on the soil.', { useInnerText: true });
  await difference.getByRole('button', { name: `Go back to revision ${revision}` }).click();
  await expect(page.getByText(`Back at revision ${revision}.`)).toBeVisible();
  await expect(text).not.toContainText('soil');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(text).toContainText('soil');
  await expectAccessible(page);
});

test('keywords come from a CSV file: columns matched, faulty lines named, nothing half-imported', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, 'owner');
  const siteId = await newSite(page, `Import ${crypto.randomUUID().slice(0, 8)}`);
  const count = async () =>
    (await ask<{ ids: string[] }>(page, `sites/${siteId}/keywords/ids`)).body.ids.length;
  await page.goto(`/sites/${siteId}/planner`);
  await page.getByRole('button', { name: 'Import CSV' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Import keywords' });
  const csv =
    'Search term;"Volume; monthly";KD\noak bench;1.200;30\npine bench;many;20\nteak bench;90;400\nelm bench;10;5\n';
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'keywords.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(dialog.getByRole('combobox', { name: 'Volume' })).toHaveValue('Volume; monthly');
  await expect(dialog.getByText('4 rows: 2 new, 0 merged, 2 faulty.')).toBeVisible();
  await expect(
    dialog.getByText('Line 3, Volume; monthly: “many” is not a number of searches.'),
  ).toBeVisible();
  await expect(dialog.getByText('Line 4, KD: “400” is not a difficulty from 0 to 100.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import 2 keywords' })).toBeDisabled();
  expect(await count()).toBe(0);
  await dialog
    .getByRole('switch', { name: 'Leave these lines out and import the rest' })
    .check({ force: true });
  await dialog.getByRole('button', { name: 'Import 2 keywords' }).click();
  await expect(page.getByText('2 keywords imported.')).toBeVisible();
  await expect(page.getByRole('row', { name: /oak bench/ })).toContainText('1,200');
  expect(await count()).toBe(2);
});

test('a viewer reads everything, changes nothing, and is told why', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'owner');
  const siteId = await newSite(page, `Viewed ${crypto.randomUUID().slice(0, 8)}`);
  await ask(page, `sites/${siteId}/keywords`, { keywords: [{ keyword: 'oak bench' }] });
  const { id } = (await ask<Article>(page, `sites/${siteId}/articles`, { title: 'To be read' })).body;
  await page.context().clearCookies();
  await signIn(page, 'viewer');
  const reason = 'Your role may read. Ask an owner or editor of the account to do this.';
  for (const [path, button] of [
    ['planner', 'Cluster keywords'],
    ['planner', 'Add keywords'],
    ['planner?tab=clusters', 'Generate ideas'],
    ['planner?tab=ideas', 'Send to Writer'],
    ['writer', 'Generate content'],
    ['writer?tab=articles', 'Extract prompts'],
    ['writer?tab=images', 'Generate images'],
    ['linker', 'Suggest links'],
    ['optimizer', 'Optimize'],
    ['automation', 'Run now …'],
  ] as const) {
    await page.goto(`/sites/${siteId}/${path}`);
    await expect(page.getByRole('button', { name: button }).first(), path).toBeDisabled();
    await expect(page.getByText(reason).first(), path).toBeVisible();
  }
  await page.goto(`/sites/${siteId}/writer/${id}`);
  await expect(page.getByRole('textbox', { name: 'Article' })).toHaveAttribute('contenteditable', 'false');
  await expect(page.getByRole('button', { name: /^Saved?$/ })).toHaveCount(0);
  await expect(page.getByText(reason)).toBeVisible();
  await page.goto(`/sites/${siteId}/settings`);
  await expect(page.getByText(reason)).toBeVisible();
  await expect(page.getByRole('radio', { name: /credits?\/image/ }).first()).toBeDisabled();
  expect((await ask(page, `sites/${siteId}/keywords`, { keywords: [{ keyword: 'no' }] })).status).toBe(403);
  expect((await ask(page, `sites/${siteId}/automation/runs`, { ceiling: 10 })).status).toBe(403);
  for (const path of [
    '/sites/not-an-id/planner',
    `/sites/${crypto.randomUUID()}/writer`,
    `/runs/${crypto.randomUUID()}`,
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});
