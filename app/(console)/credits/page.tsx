import type { Metadata } from 'next';
import { CreditsPage } from '#components/credits/credits-page.tsx';
import { firstDay, periodIn } from '#components/credits/period.ts';
import { balance, listTransactions, listUsage, summarizeUsage } from '#domain/credits/index.ts';
import { me } from '#domain/identity/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Credits' };

export default async function Credits({
  searchParams,
}: {
  searchParams: Promise<{ account?: string; days?: string }>;
}) {
  const ctx = await pageContext();
  const person = await me(ctx);
  const { account: asked, days } = await searchParams;
  const accountId = (person.memberships.find((one) => one.accountId === asked) ?? person.memberships[0])
    ?.accountId;
  const from = firstDay(periodIn(days), ctx.clock.now());
  const query = { accountId, from: new Date(from), limit: 50 };
  const first = async (page: Promise<unknown>) => ({ pages: [await page], pageParams: [null] });
  return (
    <Prefetched
      queries={[
        [['me'], async () => person],
        ...(accountId
          ? ([
              [['credits', 'balance', accountId], () => balance(ctx, accountId)],
              [['credits', 'summary', false, { accountId, from }], () => summarizeUsage(ctx, query)],
              [['credits', 'transactions', { accountId }], () => first(listTransactions(ctx, query))],
              [['credits', 'usage', false, { accountId, from }], () => first(listUsage(ctx, query))],
            ] as const)
          : []),
      ]}
    >
      <CreditsPage />
    </Prefetched>
  );
}
