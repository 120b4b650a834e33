import type { Metadata } from 'next';
import { AccountsPage } from '#components/credits/accounts-page.tsx';
import { listAccountCredits } from '#domain/credits/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Accounts' };

export default async function Accounts() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched
      queries={[
        [
          ['credits', 'accounts', {}],
          async () => ({ pages: [await listAccountCredits(ctx, { limit: 50 })], pageParams: [null] }),
        ],
      ]}
    >
      <AccountsPage />
    </Prefetched>
  );
}
