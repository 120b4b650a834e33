import { readdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { idsOf } from './demonstration.ts';

type Person = 'administrator' | 'owner' | 'nobody';

/** One page to see: what stands in its address, who opens it, and the address itself. */
export interface Place {
  route: string;
  who: Person;
  address: string;
}

/** Tabs of pages with addresses of their own. */
const TABS: Record<string, string[]> = {
  '/sites/[siteId]/planner': ['?tab=clusters', '?tab=ideas'],
  '/sites/[siteId]/writer': ['?tab=articles', '?tab=images'],
  '/sites/[siteId]/writer/[articleId]': ['?panel=images', '?panel=history'],
};

/** Which API list answers the id in the address of a page about one thing. */
const LISTS: Record<string, string> = {
  '/admin/models/[id]': 'admin/ai-models',
  '/admin/providers/[id]': 'admin/providers',
  '/admin/accounts/[id]': 'admin/accounts',
  '/admin/runs/[id]': 'runs?limit=1',
  '/runs/[id]': 'runs?limit=1',
};

const whoOpens = (route: string): Person =>
  /^\/(sign-in|set-up)$/.test(route) ? 'nobody' : route.startsWith('/admin') ? 'administrator' : 'owner';

/** The addresses of all pages, out of the folders of app/; "/" only sends on. */
async function routes(): Promise<string[]> {
  const files = await readdir('app', { recursive: true });
  const pages = files
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/(^|\/)page\.tsx$/, '').replace(/\([^)]*\)\/?/g, '')}`);
  return pages.filter((route) => route !== '/').sort();
}

/**
 * Every page of the application with a real address: the owner's first site and article, and the first entry of each list.
 * Throws when nothing fills a part of an address, so that no page is ever left out.
 */
export async function allPlaces({
  administrator,
  owner,
}: {
  administrator: Page;
  owner: Page;
}): Promise<Place[]> {
  const [siteId] = await idsOf(owner, 'sites');
  const [articleId] = await idsOf(owner, `sites/${siteId}/articles?sort=-updated_at`); // the one with pictures
  const places: Place[] = [];
  for (const path of await routes()) {
    const who = whoOpens(path);
    const list = LISTS[path];
    const [id] = list ? await idsOf(who === 'owner' ? owner : administrator, list) : [];
    const known: Record<string, string | undefined> = { siteId, articleId, id };
    const address = path.replace(/\[(\w+)\]/g, (_, name: string) => {
      const value = known[name];
      if (!value) throw new Error(`Nothing is known that fills [${name}] of ${path}.`);
      return value;
    });
    for (const tab of ['', ...(TABS[path] ?? [])])
      places.push({ route: path + tab, who, address: address + tab });
  }
  return places;
}
