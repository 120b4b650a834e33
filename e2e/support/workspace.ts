import { expect, type Page } from '@playwright/test';

/** Fifty keywords of a few subjects, as a person would paste them. */
export const FIFTY = ['roses', 'tulips', 'compost', 'lawn mower', 'drip irrigation'].flatMap((subject) =>
  [
    'best',
    'cheap',
    'how to choose',
    'care of',
    'beginner',
    'organic',
    'winter',
    'problems with',
    'ideas for',
    'buy',
  ].map((angle) => `${angle} ${subject}`),
);

interface Answer<T> {
  status: number;
  body: T;
}

/** Asks the API as the page's person does: same origin, same session. */
export const ask = <T>(page: Page, path: string, body?: unknown): Promise<Answer<T>> =>
  page.evaluate(
    async ([url, sent]) => {
      const given =
        sent === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) };
      const response = await fetch(`/api/v1/${url}`, given);
      return { status: response.status, body: await response.json() };
    },
    [path, body] as const,
  );

/** A site of its own for the test. */
export async function newSite(
  page: Page,
  name: string,
  domain = `${name.toLowerCase().replaceAll(' ', '-')}.example`,
): Promise<string> {
  const { status, body } = await ask<{ id: string }>(page, 'sites', { name, domain });
  expect(status).toBe(201);
  return body.id;
}

/** What a button said before it was pressed, and what was charged in the end. */
export interface Price {
  expected: number;
  most: number;
  charged: number;
}

/** Presses an AI button once its price shows, waits for the run's end, and answers the price shown and what was charged. */
export async function press(page: Page, name: string): Promise<Price> {
  const button = page.getByRole('button', { name, exact: true });
  await expect(button).toBeEnabled();
  const price = page.locator('[data-price]').first();
  const expected = Number(await price.getAttribute('data-price'));
  const most = Number(
    /at most ([\d,]+)/.exec((await price.textContent()) ?? '')?.[1]?.replaceAll(',', '') ?? expected,
  );
  await button.click();
  const toast = page.getByText(/Done: .*charged\./).last();
  await expect(toast).toBeVisible({ timeout: 60_000 });
  const charged = /Done: ([\d,]+) credits? charged/.exec((await toast.textContent()) ?? '')?.[1];
  expect(charged, 'a finished run says what it cost').toBeDefined();
  await page.reload();
  return { expected, most, charged: Number(charged?.replaceAll(',', '')) };
}

export const selectAll = (page: Page, table: string) =>
  page.getByRole('table', { name: table }).getByLabel('Select all rows shown').check();

/** What the site holds, list by list. */
export const summary = async (page: Page, siteId: string) =>
  (
    await ask<Record<'keywords' | 'clusters' | 'ideas' | 'tasks' | 'articles' | 'images', { total: number }>>(
      page,
      `sites/${siteId}/workspace`,
    )
  ).body;

interface Usage {
  operation: string;
  credits: number;
}

/** Credits that the site was charged, by operation. */
export async function chargedBy(page: Page, siteId: string): Promise<Record<string, number>> {
  const { data } = (await ask<{ data: Usage[] }>(page, `credits/usage?site_id=${siteId}&limit=200`)).body;
  const sums: Record<string, number> = {};
  for (const { operation, credits } of data) sums[operation] = (sums[operation] ?? 0) + credits;
  return sums;
}
