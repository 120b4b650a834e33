import { expect, type Page } from '@playwright/test';

const PEOPLE = {
  owner: { email: 'owner@igny8.example', password: 'Owner-Password-1' },
  viewer: { email: 'viewer@igny8.example', password: 'Viewer-Password-1' },
  administrator: { email: 'admin@igny8.example', password: 'Admin-Password-1' },
};

/** Signs in through the form, as a person does. */
export async function signIn(page: Page, who: keyof typeof PEOPLE): Promise<void> {
  await page.goto('/sign-in');
  // What is typed before the page has come alive is lost, so it is typed again until the page is left.
  await expect(async () => {
    await page.getByLabel('E-mail').fill(PEOPLE[who].email);
    await page.locator('input[type=password]').fill(PEOPLE[who].password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).not.toHaveURL(/sign-in/, { timeout: 5_000 });
  }).toPass();
}
