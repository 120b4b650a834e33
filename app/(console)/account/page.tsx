import type { Metadata } from 'next';
import { AccountPage } from '#components/identity/account-page.tsx';
import { listOwnSessions } from '#domain/identity/index.ts';
import { Prefetched, pageVisit } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Your account' };

export default async function Account() {
  const { ctx, sessionId } = await pageVisit();
  return (
    <Prefetched
      queries={[
        [['sessions'], async () => ({ data: await listOwnSessions(ctx, sessionId), nextCursor: null })],
      ]}
    >
      <AccountPage />
    </Prefetched>
  );
}
