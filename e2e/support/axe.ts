import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { settled } from './settled.ts';

/** Shows the page in both colour schemes and expects axe to find nothing serious or critical in either; only colours differ in the second. What it finds fails the test at its end, so that one run names all. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
    await expect(page.locator('[data-animate="true"]')).toHaveCount(0);
    await settled(page);
    const axe = new AxeBuilder({ page });
    const { violations } = await (scheme === 'light' ? axe : axe.withRules(['color-contrast'])).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = grave.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary ?? ''})`).join('; ')}`,
    );
    expect.soft(found, `${page.url()} in ${scheme}`).toEqual([]);
  }
}
