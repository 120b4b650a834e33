import { buffer } from 'node:stream/consumers';
import { and, asc, eq, isNull } from 'drizzle-orm';
import TurndownService from 'turndown';
import { images } from '../../../db/schema/index.ts';
import { type Context, inTransaction } from '../../context.ts';
import type { MediaStore } from '../../media/index.ts';
import { getArticle } from '../articles/queries.ts';
import type { ArticleView } from '../articles/schema.ts';
import { withTree } from '../html.ts';
import type { ImageRow } from '../images/show.ts';
import { imageIdOf } from '../sanitize.ts';
import { zip } from './zip.ts';

export interface Export {
  fileName: string;
  bytes: Buffer;
}

/** An article as a ZIP of an HTML page, a Markdown file and its images, which both refer to. Throws 404. */
export async function exportArticle(
  ctx: Context,
  input: { siteId: string; id: string },
  media: MediaStore,
): Promise<Export> {
  const { article, shownImages } = await inTransaction(ctx, async (tx) => ({
    article: await getArticle(tx, input.siteId, input.id),
    shownImages: await tx.db
      .select()
      .from(images)
      .where(and(eq(images.articleId, input.id), eq(images.isPlaced, true), isNull(images.deletedAt)))
      .orderBy(asc(images.position)),
  }));
  const names = new Map(shownImages.map((image) => [image.id, fileNameOf(image)]));
  const featured = shownImages.find((image) => image.placement === 'featured');
  const body = withTree(article.bodyHtml, (root) => {
    for (const image of root.querySelectorAll('img'))
      image.setAttribute('src', names.get(imageIdOf(image.getAttribute('src') ?? '') ?? '') ?? '');
  });
  const files = await Promise.all(
    shownImages.map(async (image) => ({
      name: names.get(image.id) ?? '',
      bytes: await buffer(await media.read(image.mediaKey)),
    })),
  );
  const cover = featured ? { src: names.get(featured.id) ?? '', alt: featured.altText } : null;
  const texts = [
    { name: `${article.slug}.html`, bytes: Buffer.from(htmlPage(article, body, cover)) },
    { name: `${article.slug}.md`, bytes: Buffer.from(markdown(article, body, cover)) },
  ];
  return { fileName: `${article.slug}.zip`, bytes: zip([...texts, ...files], ctx.clock.now()) };
}

const fileNameOf = (image: ImageRow) => {
  const place = image.placement === 'featured' ? 'featured' : `image-${image.position}-${image.id.slice(-6)}`;
  return `images/${place}.${image.contentType.replace(/^image\//, '').replace('jpeg', 'jpg')}`;
};

type Cover = { src: string; alt: string } | null;
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const htmlPage = (article: ArticleView, body: string, cover: Cover): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${escaped(article.metaTitle || article.title)}</title>
<meta name="description" content="${escaped(article.metaDescription)}">
<meta name="keywords" content="${escaped(article.tags.join(', '))}">
</head>
<body>
<article>
<h1>${escaped(article.title)}</h1>
${cover ? `<img src="${escaped(cover.src)}" alt="${escaped(cover.alt)}">\n` : ''}${body}
</article>
</body>
</html>
`;

/** Markdown with front matter, whose values are JSON strings: those are valid YAML too. */
function markdown(article: ArticleView, body: string, cover: Cover): string {
  const turndown = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
  }).keep(['table']);
  const front = {
    title: article.title,
    meta_title: article.metaTitle,
    description: article.metaDescription,
    slug: article.slug,
    tags: article.tags,
  };
  const lines = Object.entries(front).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const picture = cover ? `![${cover.alt.replace(/[[\]]/g, '\\$&')}](${cover.src})\n\n` : '';
  return `---\n${lines.join('\n')}\n---\n\n# ${article.title}\n\n${picture}${turndown.turndown(body)}\n`;
}
