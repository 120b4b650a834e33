import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, inTransaction } from '../context.ts';
import { workspaceOf } from './workspace.ts';

const count = z.int();
/** How far the work of a site is: what each step has, and what waits for the next. */
export const WorkspaceSummary = z
  .object({
    keywords: z.object({ total: count, unclustered: count }),
    clusters: z.object({ total: count, withoutIdeas: count }),
    ideas: z.object({ total: count, toDecide: count }),
    tasks: z.object({ total: count, toWrite: count }),
    articles: z.object({
      total: count,
      draft: count,
      inReview: count,
      approved: count,
      withoutPrompts: count,
    }),
    images: z.object({ total: count, promptsWithout: count }),
    links: z.object({ suggested: count }),
    optimizations: z.object({ proposed: count }),
  })
  .meta({ id: 'WorkspaceSummary' });
export type WorkspaceSummary = z.infer<typeof WorkspaceSummary>;

/** Counts a site's workspace. Throws 404 for a site that is not the actor's. */
export const workspaceSummary = (ctx: Context, siteId: string): Promise<WorkspaceSummary> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, siteId, 'viewer');
    const [row] = await tx.db.execute<{ summary: WorkspaceSummary }>(sql`
      with k as (select count(*)::int as total, count(*) filter (where status = 'new')::int as unclustered from keywords where site_id = ${siteId} and deleted_at is null),
      c as (select count(*)::int as total,
          count(*) filter (where not exists (select 1 from content_ideas i where i.cluster_id = clusters.id and i.deleted_at is null))::int as without_ideas
        from clusters where site_id = ${siteId} and deleted_at is null),
      i as (select count(*)::int as total, count(*) filter (where status <> 'sent')::int as to_decide from content_ideas where site_id = ${siteId} and deleted_at is null),
      t as (select count(*)::int as total, count(*) filter (where status = 'to_do')::int as to_write from tasks where site_id = ${siteId} and deleted_at is null),
      a as (select count(*)::int as total, count(*) filter (where state = 'draft')::int as draft, count(*) filter (where state = 'in_review')::int as in_review,
          count(*) filter (where state = 'approved')::int as approved,
          count(*) filter (where not exists (select 1 from image_prompts p where p.article_id = articles.id and p.deleted_at is null))::int as without_prompts
        from articles where site_id = ${siteId} and deleted_at is null),
      m as (select count(*)::int as total from images where site_id = ${siteId} and deleted_at is null),
      p as (select count(*)::int as without from image_prompts join articles on articles.id = image_prompts.article_id and articles.deleted_at is null
        where image_prompts.site_id = ${siteId} and image_prompts.deleted_at is null
          and not exists (select 1 from images where images.prompt_id = image_prompts.id and images.deleted_at is null)),
      l as (select count(*)::int as suggested from link_suggestions where site_id = ${siteId} and status = 'suggested'),
      o as (select count(*)::int as proposed from optimizations where site_id = ${siteId} and state = 'proposed')
      select jsonb_build_object(
        'keywords', jsonb_build_object('total', k.total, 'unclustered', k.unclustered),
        'clusters', jsonb_build_object('total', c.total, 'withoutIdeas', c.without_ideas),
        'ideas', jsonb_build_object('total', i.total, 'toDecide', i.to_decide),
        'tasks', jsonb_build_object('total', t.total, 'toWrite', t.to_write),
        'articles', jsonb_build_object('total', a.total, 'draft', a.draft, 'inReview', a.in_review, 'approved', a.approved, 'withoutPrompts', a.without_prompts),
        'images', jsonb_build_object('total', m.total, 'promptsWithout', p.without),
        'links', jsonb_build_object('suggested', l.suggested),
        'optimizations', jsonb_build_object('proposed', o.proposed)) as summary
      from k, c, i, t, a, m, p, l, o`);
    return row!.summary;
  });
