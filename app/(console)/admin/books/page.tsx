import type { Metadata } from 'next';
import { BooksPage } from '#components/credits/books-page.tsx';
import { books } from '#domain/credits/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Books' };

export default async function Books() {
  const ctx = await pageContext({ administrator: true });
  return (
    <Prefetched queries={[[['credits', 'books'], () => books(ctx)]]}>
      <BooksPage />
    </Prefetched>
  );
}
