import type { Metadata } from 'next';
import { UsersPage } from '#components/identity/users-page.tsx';
import { pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Users' };

export default async function Users() {
  await pageContext({ administrator: true });
  return <UsersPage />;
}
