import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { AccountPage } from '#components/credits/account-page.tsx';
import { accountCredits, balance } from '#domain/credits/index.ts';
import { getAccount } from '#domain/identity/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Account' };

export default async function Account({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await pageContext({ administrator: true });
  const { id } = await params;
  const account = z.uuid().safeParse(id).success ? await accountCredits(ctx, id) : null;
  if (!account) notFound();
  return (
    <Prefetched
      queries={[
        [['credits', 'balance', id], () => balance(ctx, id)],
        [['accounts', id], () => getAccount(ctx, id)],
      ]}
    >
      <AccountPage accountId={id} name={account.account} />
    </Prefetched>
  );
}
