import type { Metadata } from 'next';
import { TokensPage } from '#components/identity/tokens-page.tsx';
import { listTokens } from '#domain/identity/index.ts';
import { firstPage, Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'API tokens' };

export default async function Tokens() {
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['tokens'], async () => firstPage(await listTokens(ctx, { limit: 50 }))]]}>
      <TokensPage />
    </Prefetched>
  );
}
