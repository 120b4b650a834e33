import type { Metadata } from 'next';
import { AccountPage } from '#components/identity/account-page.tsx';
import { pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Your account' };

export default async function Account() {
  await pageContext();
  return <AccountPage />;
}
