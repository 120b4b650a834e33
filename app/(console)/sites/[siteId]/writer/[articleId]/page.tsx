import type { Metadata } from 'next';
import { ArticlePage } from '#components/writer/article-page.tsx';
import { getArticle } from '#domain/content/index.ts';
import { Prefetched, pageContext, uuidParam } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Article' };

export default async function Article({
  params,
}: {
  params: Promise<{ siteId: string; articleId: string }>;
}) {
  const { siteId, articleId } = await params;
  uuidParam(siteId);
  uuidParam(articleId);
  const ctx = await pageContext();
  return (
    <Prefetched
      queries={[
        [['content', siteId, 'articles', 'one', articleId], () => getArticle(ctx, siteId, articleId)],
      ]}
    >
      <ArticlePage key={articleId} siteId={siteId} articleId={articleId} />
    </Prefetched>
  );
}
