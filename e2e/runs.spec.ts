import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/sign-in.ts';
import { ask, newSite } from './support/workspace.ts';

interface Quote {
  min: number;
  expected: number;
  max: number;
}
interface Run {
  id: string;
  status: string;
  credits_charged: number;
  steps: { quote: Quote; credits_charged: number }[];
}

/** Reads a run's events to their end, from a number on, as a browser that reconnects does. */
const events = (page: Page, id: string, after: number): Promise<number[]> =>
  page.evaluate(
    async ([url, last]) => {
      const response = await fetch(url, { headers: { 'Last-Event-ID': last } });
      return [...(await response.text()).matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    },
    [`/api/v1/runs/${id}/events`, String(after)] as const,
  );

test.describe('AI runs', () => {
  let siteId = '';
  let runId = '';

  test('a run shows its price first, then its progress, then a receipt that lines up with the quote', async ({
    page,
  }) => {
    await signIn(page, 'owner');
    siteId = await newSite(page, 'Runs in a browser');
    const added = await ask(page, `sites/${siteId}/keywords`, {
      keywords: [{ keyword: 'oak table' }, { keyword: 'oak chair' }, { keyword: 'pine shelf' }],
    });
    expect(added.status).toBeLessThan(300);
    const list = await ask<{ data: { id: string }[] }>(page, `sites/${siteId}/keywords`);
    const input = { keyword_ids: list.body.data.map((row) => row.id) };
    const quote = await ask<Quote & { enough: boolean }>(page, 'credits/quote', {
      operation: 'auto_cluster',
      site_id: siteId,
      input,
    });
    expect(quote.body).toMatchObject({ enough: true });
    const started = await ask<Run>(page, 'runs', {
      operation: 'auto_cluster',
      site_id: siteId,
      input,
      ceiling: quote.body.max,
    });
    expect(started.status).toBe(202);
    runId = started.body.id;
    await page.goto(`/runs/${runId}`);
    await expect(page.locator(`[data-run="${runId}"][data-status="succeeded"]`)).toBeVisible({
      timeout: 30_000,
    });
    const { body: run } = await ask<Run>(page, `runs/${runId}`);
    await expect(page.getByText(`Done: ${run.credits_charged} credit`)).toBeVisible();
    expect(run.steps.reduce((sum, step) => sum + step.credits_charged, 0)).toBe(run.credits_charged);
    for (const step of run.steps) expect(step.credits_charged).toBeLessThanOrEqual(step.quote.max);
    await expect(page.getByRole('table', { name: 'Receipt' }).getByRole('row')).toHaveCount(
      run.steps.length + 1,
    );
    await expectAccessible(page);
  });

  test('its events can be read again from any number on, none lost', async ({ page }) => {
    await signIn(page, 'owner');
    const all = await events(page, runId, 0);
    expect(all).toEqual(all.map((_, at) => at + 1));
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(await events(page, runId, 1)).toEqual(all.slice(1));
  });

  test('the administrator sees it among all runs, and in the cell of its operation and way in', async ({
    page,
  }) => {
    await signIn(page, 'administrator');
    await page.goto('/admin/runs?operation=auto_cluster');
    await expect(
      page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'Cluster keywords' }).first(),
    ).toBeVisible();
    await expectAccessible(page);
    await page.goto('/admin/operations');
    const cell = page.locator('[data-cell="auto_cluster:manual"]');
    await expect(cell).toContainText('Succeeded');
    await expect(cell).toContainText('Charged');
    await expectAccessible(page);
    await cell.getByRole('link').click();
    await expect(page).toHaveURL(/\/admin\/runs\//);
    await expect(page.getByRole('table', { name: 'Receipt' })).toBeVisible();
  });
});
