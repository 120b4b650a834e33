import type { Metadata } from 'next';
import { TokensPage } from '#components/identity/tokens-page.tsx';
import { pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'API tokens' };

export default async function Tokens() {
  await pageContext();
  return <TokensPage />;
}
