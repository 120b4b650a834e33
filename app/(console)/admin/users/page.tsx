import type { Metadata } from 'next';
import { UsersPage } from '#components/identity/users-page.tsx';
import { listUsers } from '#domain/identity/index.ts';
import { firstPage, Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Users' };

export default async function Users({ searchParams }: { searchParams: Promise<{ search?: string }> }) {
  const ctx = await pageContext({ administrator: true });
  const { search = '' } = await searchParams;
  return (
    <Prefetched
      queries={[
        [
          ['users', search],
          async () => firstPage(await listUsers(ctx, { limit: 50, search: search || undefined })),
        ],
      ]}
    >
      <UsersPage />
    </Prefetched>
  );
}
