import { z } from 'zod';
import { exportArticle } from '#domain/content/index.ts';
import { route } from '#server/http/index.ts';
import { media } from '#server/media.ts';

export const GET = route(
  {
    operation: 'exportArticle',
    summary: 'An article as a ZIP of HTML, Markdown and its images',
    tag: 'Writer',
    access: 'signed_in',
    params: z.strictObject({ siteId: z.uuid(), articleId: z.uuid() }),
    produces: 'application/zip',
  },
  async (ctx, { params }) => {
    const { fileName, bytes } = await exportArticle(
      ctx,
      { siteId: params.siteId, id: params.articleId },
      media(),
    );
    const disposition = `attachment; filename="article.zip"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': 'application/zip', 'content-disposition': disposition },
    });
  },
);
