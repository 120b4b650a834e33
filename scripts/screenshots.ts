import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findOrInstallChromium } from './browser.ts';
import { furnish, OWNER } from './demonstration.ts';
import { ADMINISTRATOR, withProduct } from './e2e.ts';
import { asOnFirstRun } from './first-run.ts';
import { allPlaces, type Place } from './pages.ts';

/**
 * `npm run screenshots -- [--out folder] [words…]`: every page whose address has one of the words (all without), light and dark,
 * desktop and phone, of a furnished demonstration. `--readme` takes the pictures of the README instead. With E2E_URL set it looks
 * at the installation that runs there (and in DATA_DIR), and `--bare` leaves out the furnishing.
 */
const { values: options, positionals: words } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    readme: { type: 'boolean', default: false },
    bare: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const SCHEMES = ['light', 'dark'] as const;
const README: Record<string, string> = {
  '/admin/models': 'models',
  '/sites/[siteId]/settings': 'site-settings',
  '/sites/[siteId]/writer/[articleId]': 'article',
  '/runs/[id]': 'run',
};

interface Picture {
  place: Place;
  size: keyof typeof SIZES;
  scheme: (typeof SCHEMES)[number];
  path: string;
}

const nameOf = (route: string) =>
  route
    .replace(/^\/|\[|\]/g, '')
    .replaceAll('/', '-')
    .replace(/[?=&]/g, '_');

/** Which pictures are taken of the places, and where they go. */
function pictures(places: Place[]): Picture[] {
  if (options.readme)
    return places.flatMap((place) => {
      const name = README[place.route];
      return name
        ? [
            {
              place,
              size: 'desktop' as const,
              scheme: 'light' as const,
              path: join('docs', 'screenshots', `${name}.png`),
            },
          ]
        : [];
    });
  const wanted = places.filter(
    ({ route }) => words.length === 0 || words.some((word) => route.includes(word)),
  );
  return wanted.flatMap((place) =>
    (['desktop', 'phone'] as const).flatMap((size) =>
      SCHEMES.map((scheme) => ({
        place,
        size,
        scheme,
        path: join(options.out, `${nameOf(place.route)}-${size}-${scheme}.png`),
      })),
    ),
  );
}

async function signIn(page: Page, base: string, person: { email: string; password: string }): Promise<void> {
  await page.goto(`${base}/sign-in`, { waitUntil: 'networkidle' });
  await page.getByLabel('E-mail').fill(person.email);
  await page.locator('input[type=password]').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

async function shoot(page: Page, base: string, { place, size, scheme, path }: Picture): Promise<void> {
  await page.setViewportSize(SIZES[size]);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(base + place.address, { waitUntil: 'load' });
  await page.waitForFunction(
    () => !document.querySelector('.mantine-Skeleton-root, [aria-busy="true"]'),
    undefined,
    { timeout: 20_000 },
  );
  await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => {}); // pages that listen for events are never idle
  await page.screenshot({ path, fullPage: !options.readme });
  console.log(path);
}

async function takeAll(browser: Browser, base: string): Promise<void> {
  const open = async () =>
    (await browser.newContext({ viewport: SIZES.desktop, locale: 'en-US', timezoneId: 'UTC' })).newPage();
  const pages = { administrator: await open(), owner: await open(), nobody: await open() };
  await signIn(pages.owner, base, OWNER);
  await signIn(pages.administrator, base, ADMINISTRATOR);
  if (!options.bare) await furnish(pages.owner);
  await mkdir(options.out, { recursive: true });
  for (const picture of pictures(await allPlaces(pages))) {
    const take = () => shoot(pages[picture.place.who], base, picture);
    await (picture.place.route === '/set-up' ? asOnFirstRun(take) : take());
  }
}

async function lookAt(base: string): Promise<void> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  const browser = await chromium.launch({ executablePath: findOrInstallChromium(), args });
  await takeAll(browser, base).finally(() => browser.close());
}

const running = process.env['E2E_URL'];
const lookAtProduct = (product: Record<string, string>) =>
  lookAt(Object.assign(process.env, product)['E2E_URL'] ?? '');
await (running ? lookAt(running) : withProduct(lookAtProduct));
