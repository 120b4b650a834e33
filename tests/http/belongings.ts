import { randomUUID } from 'node:crypto';
import { automationRuns, imagePrompts, images, notices } from '../../db/schema/index.ts';
import {
  addKeywords,
  createCluster,
  createIdea,
  createTask,
  listKeywords,
  storeArticle,
  storeLinkSuggestions,
  storeOptimization,
} from '../../domain/content/index.ts';
import { inTransaction } from '../../domain/context.ts';
import { createToken, principalOfUser } from '../../domain/identity/index.ts';
import { startRun } from '../../domain/runs/index.ts';
import type { ApiWorld, Tenant } from './world.ts';

/** An id for each kind of thing, by the segment of the path that stands before it. */
export type Belongings = Record<string, string>;

/** One of everything that an account can own, so that every route finds something to show, change or refuse. */
export async function belongingsOf(
  world: ApiWorld,
  { accountId, siteId }: Tenant,
  userId: string,
): Promise<Belongings> {
  const { ctx } = world;
  const keywords = ['red roses', 'white roses', 'tulips', 'blue tulips'];
  await addKeywords(ctx, { siteId, keywords: keywords.map((keyword) => ({ keyword })) });
  const listed = await listKeywords(ctx, siteId, { limit: 10, sort: '-created_at' });
  const run = await startRun(ctx, {
    siteId,
    operation: 'auto_cluster',
    trigger: 'manual',
    idempotencyKey: randomUUID(),
    input: { keywordIds: listed.data.map((row) => row.id) },
  });
  const idea = await createIdea(ctx, {
    siteId,
    title: 'Roses',
    outline: [],
    targetKeywords: [],
    contentType: 'guide',
    summary: '',
    clusterId: null,
  });
  const task = await createTask(ctx, {
    siteId,
    title: 'Write',
    outline: [],
    targetKeywords: [],
    contentType: 'guide',
    instructions: '',
  });
  const cluster = await createCluster(ctx, {
    siteId,
    name: 'Flowers',
    description: '',
    intent: null,
    keywordIds: [],
  });
  return {
    ...(await writtenThings(world, { accountId, siteId })),
    accounts: accountId,
    sites: siteId,
    keywords: listed.data[0]?.id ?? '',
    clusters: cluster.id,
    ideas: idea.id,
    tasks: task.id,
    runs: run.id,
    'automation/runs': await automated(world, { accountId, siteId }),
    usage: await priced(world, { accountId, siteId }),
    notices: await noticed(world, accountId),
    tokens: await spareToken(world, userId),
    users: userId,
    sessions: await session(world, userId),
  };
}

async function writtenThings(world: ApiWorld, { accountId, siteId }: Tenant): Promise<Belongings> {
  const { ctx } = world;
  const step = () => ({ siteId, sourceStepId: randomUUID() });
  const written: string[] = [];
  for (const title of ['Roses', 'Tulips']) {
    const task = await createTask(ctx, {
      siteId,
      title,
      outline: [],
      targetKeywords: [],
      contentType: 'guide',
      instructions: '',
    });
    const article = {
      title,
      bodyHtml: '<p>Roses and tulips need sun.</p>',
      metaTitle: title,
      metaDescription: '',
      tags: [],
    };
    written.push((await storeArticle(ctx, { ...step(), from: { taskId: task.id }, article })).ids[0] ?? '');
  }
  const [articleId = '', targetArticleId = ''] = written;
  const links = await storeLinkSuggestions(ctx, {
    ...step(),
    articleId,
    suggestions: [{ targetArticleId, anchorText: 'tulips', reason: '' }],
  });
  const optimization = { articleId, baseRevision: 1, words: { title: 'Better' }, scores: [], changes: [] };
  const optimized = await storeOptimization(ctx, { ...step(), optimization });
  const at = { createdAt: ctx.clock.now(), updatedAt: ctx.clock.now() };
  const place = {
    siteId,
    accountId,
    articleId,
    placement: 'in_article' as const,
    position: 1,
    prompt: 'A rose',
  };
  const file = { mediaKey: 'none', contentType: 'image/png', width: 1, height: 1, bytes: 1, isPlaced: false };
  const shown = await inTransaction(ctx, async ({ db }) => ({
    prompt:
      (
        await db
          .insert(imagePrompts)
          .values({ ...place, ...at })
          .returning()
      )[0]?.id ?? '',
    image:
      (
        await db
          .insert(images)
          .values({ ...place, ...file, ...at })
          .returning()
      )[0]?.id ?? '',
  }));
  return {
    articles: articleId,
    revisions: '1',
    links: links.ids[0] ?? '',
    optimizations: optimized.ids[0] ?? '',
    'image-prompts': shown.prompt,
    images: shown.image,
  };
}

/** A row of the usage log: written as an import would, the shortest way to one. */
async function priced({ owner, clock }: ApiWorld, { accountId, siteId }: Tenant): Promise<string> {
  const id = randomUUID();
  await owner.sql`
    insert into usage_logs (id, at, account_id, site_id, operation, trigger, attempt, formula, rounding, credits, charged, shortfall, outcome, source)
    values (${id}, ${clock.now().toISOString()}, ${accountId}, ${siteId}, 'auto_cluster', 'manual', 1, 'none', 'ceil', 0, 0, 0, 'succeeded', 'test')`;
  return id;
}

/** A go of the site's automation that has ended, so that nothing takes it up. */
const automated = ({ ctx }: ApiWorld, { accountId, siteId }: Tenant): Promise<string> =>
  inTransaction(ctx, async ({ db, clock }) => {
    const ended = {
      trigger: 'automation' as const,
      status: 'succeeded' as const,
      ceiling: 10,
      createdAt: clock.now(),
      finishedAt: clock.now(),
    };
    return (
      (
        await db
          .insert(automationRuns)
          .values({ accountId, siteId, ...ended })
          .returning()
      )[0]?.id ?? ''
    );
  });

const noticed = ({ ctx }: ApiWorld, accountId: string): Promise<string> =>
  inTransaction(ctx, async ({ db }) => {
    const told = {
      kind: 'test',
      key: accountId,
      title: 'Something',
      body: 'Happened.',
      createdAt: ctx.clock.now(),
    };
    return (
      (
        await db
          .insert(notices)
          .values({ audience: 'account', accountId, ...told })
          .returning()
      )[0]?.id ?? ''
    );
  });

async function spareToken(world: ApiWorld, userId: string): Promise<string> {
  const actor = await principalOfUser(world.ctx, userId);
  if (!actor) throw new Error('nobody');
  return (await createToken(world.as(actor), { name: 'Spare', scopes: ['read'], expiresAt: null })).id;
}

async function session({ owner, clock }: ApiWorld, userId: string): Promise<string> {
  const id = randomUUID();
  const now = clock.now();
  await owner.sql`insert into sessions (id, user_id, token, expires_at, created_at, updated_at)
    values (${id}, ${userId}, ${randomUUID()}, ${new Date(now.getTime() + 86_400_000).toISOString()}, ${now.toISOString()}, ${now.toISOString()})`;
  return id;
}
