import { eq } from 'drizzle-orm';
import type { Context } from '#domain/context.ts';
import { grant } from '#domain/credits/index.ts';
import { createUser } from '#domain/identity/index.ts';
import { accounts, siteSettings, sites, users } from '../schema/index.ts';

const DEMO_CREDITS = 1000;
const PEOPLE = [
  { role: 'owner', name: 'Olivia Owner', email: 'owner@igny8.example', password: 'Owner-Password-1' },
  { role: 'editor', name: 'Emil Editor', email: 'editor@igny8.example', password: 'Editor-Password-1' },
  { role: 'viewer', name: 'Vera Viewer', email: 'viewer@igny8.example', password: 'Viewer-Password-1' },
] as const;
const SITES = [
  { name: 'Garden Journal', domain: 'garden.example' },
  { name: 'Trail Kitchen', domain: 'trailkitchen.example' },
] as const;

/** A demonstration account with an owner, an editor, a viewer, two sites and credits. Made once: whoever removed or changed any of it keeps it so. */
export async function seedDemo(ctx: Context): Promise<void> {
  const known = await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, PEOPLE[0].email));
  if (known.length > 0) return;
  const now = ctx.clock.now();
  const [account] = await ctx.db
    .insert(accounts)
    .values({ name: 'Demonstration', createdAt: now, updatedAt: now })
    .returning();
  if (!account) throw new Error('The demonstration account was not written.');
  for (const { role, ...person } of PEOPLE)
    await createUser(ctx, { ...person, memberships: [{ accountId: account.id, role }] });
  for (const site of SITES) {
    const [row] = await ctx.db
      .insert(sites)
      .values({ ...site, accountId: account.id, createdAt: now, updatedAt: now })
      .returning();
    if (row)
      await ctx.db.insert(siteSettings).values({ siteId: row.id, accountId: account.id, updatedAt: now });
  }
  await grant(ctx, {
    accountId: account.id,
    amount: DEMO_CREDITS,
    reason: 'Demonstration credits',
    key: `demo:${account.id}`,
  });
}
