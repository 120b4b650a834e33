import type { Metadata } from 'next';
import { CreditsPage } from '#components/credits/credits-page.tsx';
import { balance } from '#domain/credits/index.ts';
import { me } from '#domain/identity/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Credits' };

export default async function Credits({ searchParams }: { searchParams: Promise<{ account?: string }> }) {
  const ctx = await pageContext();
  const person = await me(ctx);
  const { account: asked } = await searchParams;
  const account = person.memberships.find((one) => one.accountId === asked) ?? person.memberships[0];
  return (
    <Prefetched
      queries={[
        [['me'], async () => person],
        ...(account ? [[['credits', 'balance', account.accountId], () => balance(ctx, account.accountId)] as const] : []),
      ]}
    >
      <CreditsPage />
    </Prefetched>
  );
}
