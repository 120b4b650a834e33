import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attempts, credentials, notices } from '../../db/schema/index.ts';
import { usageLogs } from '../../db/schema/usage-logs.ts';
import { inTransaction } from '../../domain/context.ts';
import { verifyBooks } from '../../domain/credits/index.ts';
import { type EngineSettings, executeRun, getRun, type RunDetail } from '../../domain/runs/index.ts';
import type { FaultRequest } from '../../sandbox/index.ts';
import { addArticle, addImagePrompt, addTask, useWorld } from './world.ts';

type Kind = 'text' | 'openai image' | 'runware image';
interface Case {
  fault: FaultRequest['kind'];
  /** How many calls it strikes; 0: all. */
  times: number;
  status: RunDetail['status'];
  code: string | null;
  /** Calls that the provider took on, and so may have billed. */
  accepted: number;
  /** Images or calls paid; 0: nothing was delivered, so nothing is charged. */
  paid: number;
  settings?: Partial<EngineSettings>;
}

const always = (fault: Case['fault'], code: string, rest: Partial<Case> = {}): Case => ({
  fault,
  times: 0,
  status: 'failed',
  code,
  accepted: 0,
  paid: 0,
  ...rest,
});
const once = (fault: Case['fault'], rest: Partial<Case> = {}): Case => ({
  fault,
  times: 1,
  status: 'succeeded',
  code: null,
  accepted: 1,
  paid: 1,
  ...rest,
});
const PATIENT = { imageTimeoutMs: 300, askAgainMs: 200, believeAbsenceMs: 60_000 };

const EVERYWHERE: Case[] = [
  always('unauthorized', 'provider_unauthorized'),
  always('insufficient_quota', 'provider_insufficient_quota'),
  always('model_not_found', 'provider_model_not_found'),
  always('refused', 'provider_refused'),
  always('rate_limited', 'provider_rate_limited'),
  always('server_error', 'provider_server_error'),
  always('redirect', 'provider_invalid_request'),
  once('rate_limited'),
  once('server_error'),
];
/** Where the provider can be asked what became of a call, a cut line is cured; where it cannot, nobody knows, and nothing is called again. */
const CUT: Case[] = [always('cut_before', 'provider_connection_lost'), once('cut_before'), once('cut_after')];
const NOBODY_KNOWS = { status: 'waiting', code: 'waiting_for_answer', paid: 0 } as const;
const MATRIX: Record<Kind, Case[]> = {
  text: [
    ...EVERYWHERE,
    ...CUT,
    once('malformed_json'),
    once('slow', { settings: { textTimeoutMs: 300 } }),
    once('malformed_output', { accepted: 2, paid: 2 }),
    once('truncated', { accepted: 2, paid: 2 }),
    always('malformed_output', 'provider_malformed_output', { accepted: 2 }),
    once('missing_usage'),
  ],
  'openai image': [
    ...EVERYWHERE,
    once('cut_after', NOBODY_KNOWS),
    once('cut_before', { ...NOBODY_KNOWS, accepted: 0 }),
    once('malformed_json', NOBODY_KNOWS),
    always('wrong_image_type', 'provider_malformed_output', { accepted: 1 }),
  ],
  'runware image': [
    ...EVERYWHERE,
    once('cut_after'),
    once('malformed_json'),
    once('slow', { settings: PATIENT }),
    always('wrong_image_type', 'provider_malformed_output', { accepted: 1 }),
  ],
};

/** What the person is told: each trouble in its own words. */
const WORDS: Record<string, RegExp> = {
  provider_unauthorized: /refused the key\. Administrators have been told/,
  provider_insufficient_quota: /has run out\. Administrators have been told/,
  provider_model_not_found: /does not serve this model any more\. Administrators have been told/,
  provider_refused: /refused the content under its usage policy/,
  provider_rate_limited: /is taking no more calls just now/,
  provider_server_error: /is out of order at the moment/,
  provider_invalid_request: /could not work with this request/,
  provider_connection_lost: /The connection to .+ was lost/,
  provider_malformed_output: /gave an answer that could not be used/,
};

describe('each provider fault × each kind of operation', () => {
  const world = useWorld();
  let article = '';
  beforeAll(async () => {
    article = await addArticle(world, 'Faults');
  });
  beforeEach(() => {
    world.sandbox.clearFaults();
    world.sandbox.journal.clear();
  });

  let position = 0;
  const start = async (kind: Kind, settings?: Partial<EngineSettings>): Promise<RunDetail> => {
    if (kind === 'text')
      return world.runNow(
        {
          operation: 'generate_content',
          input: { taskIds: [await addTask(world, 'An article')], wordCount: 300 },
        },
        settings,
      );
    const imagePromptIds = [await addImagePrompt(world, article, ++position)];
    return world.runNow(
      {
        operation: 'generate_images',
        input: { imagePromptIds, tier: kind === 'openai image' ? 'quality' : 'basic' },
      },
      settings,
    );
  };
  const inject = (kind: Kind, { fault, times }: Case) =>
    world.sandbox.inject({
      kind: fault,
      times,
      delayMs: 700,
      retryAfterSeconds: 0,
      endpoint: kind === 'text' ? 'text' : 'image',
      provider: kind === 'runware image' ? 'runware' : 'openai',
    });

  const cases = (Object.entries(MATRIX) as [Kind, Case[]][]).flatMap(([kind, list]) =>
    list.map((each) => ({ kind, ...each, often: each.times === 0 ? 'always' : 'once' })),
  );
  it.each(cases)('$kind, $fault $often: $status, $code, $paid paid', async ({ kind, ...each }) => {
    const before = await world.credits();
    inject(kind, each);
    const run = await start(kind, each.settings);
    expect(run, JSON.stringify(run.steps)).toMatchObject({ status: each.status, errorCode: each.code });
    const usage = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(usageLogs).where(eq(usageLogs.runId, run.id)),
    );
    expect(usage.filter((row) => row.charged > 0)).toHaveLength(each.paid);
    expect(run.creditsCharged).toBe(usage.reduce((sum, row) => sum + row.charged, 0));
    if (each.paid === 0) expect(run.creditsCharged).toBe(0);
    const after = await world.credits();
    expect(before.balance - after.balance).toBe(run.creditsCharged);
    if (run.status !== 'waiting') expect(after.held).toBe(0);
    expect(world.sandbox.journal.all()).toHaveLength(each.accepted);
    for (const [reference, times] of world.sandbox.journal.byReference()) expect(times, reference).toBe(1);
    if (each.code && run.status === 'failed') {
      expect(run.errorMessage).toMatch(WORDS[each.code] ?? each.code);
      expect(run.errorMessage).toMatch(/Nothing was charged|nothing was charged/);
      expect(run.errorMessage).not.toMatch(/sk-|sandbox[A-Z]/);
    }
    if (run.status === 'waiting') await giveUp(run.id);
  });

  /** An answer that nobody can find is given up at the written time: the hold goes back and nobody pays. */
  const giveUp = async (runId: string) => {
    expect((await world.credits()).held).toBeGreaterThan(0);
    world.clock.advance(11 * 60_000);
    await inTransaction(world.ctx, ({ db }) =>
      db.execute(`select run_wake('${runId}', '${world.clock.now().toISOString()}')`),
    );
    await executeRun(world.engine(), runId, { stopping: new AbortController().signal });
    const run = await getRun(world.ctx, runId);
    expect(run).toMatchObject({ status: 'failed', errorCode: 'answer_lost', creditsCharged: 0 });
    expect(run.errorMessage).toMatch(/othing was charged/);
    expect((await world.credits()).held).toBe(0);
  };

  it('charges of a partly delivered batch what was delivered', async () => {
    world.sandbox.inject({ kind: 'partial', provider: 'runware', endpoint: 'image' });
    const imagePromptIds = [await addImagePrompt(world, article, ++position)];
    const run = await world.runNow({
      operation: 'generate_images',
      input: { imagePromptIds, tier: 'basic', count: 3 },
    });
    expect(run).toMatchObject({ status: 'succeeded', quote: { max: 3 }, creditsCharged: 2 });
    expect(run.steps[0]?.result).toMatchObject({
      kind: 'images',
      note: '2 of 3 images were delivered; only these were charged.',
    });
    expect(run.steps[0]?.result?.ids).toHaveLength(2);
  });

  it('marks a refused key as failing, tells administrators once, and takes it back when it works again', async () => {
    const [notice, ...more] = await inTransaction(world.ctx, ({ db }) =>
      db.select().from(notices).where(eq(notices.kind, 'provider.unauthorized')),
    );
    expect(notice).toMatchObject({
      audience: 'administrator',
      title: expect.stringMatching(/refuses our key/),
    });
    expect(more.every((other) => other.key !== notice?.key)).toBe(true);
    world.sandbox.inject({ kind: 'unauthorized', provider: 'openai', endpoint: 'text' });
    await start('text');
    const failing = () =>
      inTransaction(world.ctx, ({ db }) =>
        db.select().from(credentials).where(eq(credentials.status, 'failing')),
      );
    expect(await failing()).toHaveLength(1);
    expect(await start('text')).toMatchObject({ status: 'succeeded' });
    expect(await failing()).toHaveLength(0);
  });

  it('leaves no call open and no credits held, and the books balance', async () => {
    const rows = await inTransaction(world.ctx, ({ db }) => db.select().from(attempts));
    expect(rows.filter((row) => !['settled', 'voided'].includes(row.state))).toEqual([]);
    expect((await world.credits()).held).toBe(0);
    expect((await verifyBooks(world.ctx)).findings).toEqual([]);
  });
});
