import type { Context } from '../../domain/context.ts';
import {
  exportUsage,
  listUsage,
  margins,
  receipt,
  summarizeUsage,
  type UsageFilter,
  UsageQuery,
} from '../../domain/credits/index.ts';
import { type Timing, timeEach } from './timing.ts';

/** Times what the usage page asks for, over accounts large and small, one query after the other. */
export async function timePages(
  ctx: Context,
  accounts: string[],
  modelIds: string[],
  now: Date,
  rounds = 60,
): Promise<Timing[]> {
  const back = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const large = accounts[0] as string;
  const any = (i: number) => accounts[(i * 37) % accounts.length] as string;
  const query = (more: object) => UsageQuery.parse(more);
  const deep = await cursorAfter(ctx, large, 20);
  const ids = (await listUsage(ctx, query({ accountId: large, limit: 200 }))).data.map((row) => row.id);
  const work: [string, (i: number) => Promise<unknown>][] = [
    [
      'log, first page, any account, 30 days',
      (i) => listUsage(ctx, query({ accountId: any(i), from: back(30) })),
    ],
    ['log, first page, the largest account', () => listUsage(ctx, query({ accountId: large }))],
    ['log, page 21, the largest account', () => listUsage(ctx, query({ accountId: large, cursor: deep }))],
    [
      'log by operation and model, any account, a year',
      (i) =>
        listUsage(
          ctx,
          query({ accountId: any(i), operation: 'generate_images', modelId: modelIds[1], from: back(365) }),
        ),
    ],
    [
      'log by trigger, the largest account, a year',
      () => listUsage(ctx, query({ accountId: large, trigger: 'schedule', from: back(365) })),
    ],
    [
      'log by a model that is not there, any account, 30 days',
      (i) =>
        listUsage(
          ctx,
          query({ accountId: any(i), modelId: '00000000-0000-7000-8000-000000000000', from: back(30) }),
        ),
    ],
    [
      'log by a model that is not there, the largest account, a year',
      () =>
        listUsage(
          ctx,
          query({ accountId: large, modelId: '00000000-0000-7000-8000-000000000000', from: back(365) }),
        ),
    ],
    ['log of all accounts, first page', () => listUsage(ctx, query({}))],
    [
      'log of all accounts by model, 30 days',
      () => listUsage(ctx, query({ modelId: modelIds[0], from: back(30) })),
    ],
    [
      'log by outcome, the largest account, a year',
      () => listUsage(ctx, query({ accountId: large, outcome: 'partial', from: back(365) })),
    ],
    [
      'log of all accounts by outcome and model, a year',
      () => listUsage(ctx, query({ outcome: 'partial', modelId: modelIds[1], from: back(365) })),
    ],
    [
      'log of all accounts by outcome and operation, a year',
      () => listUsage(ctx, query({ outcome: 'partial', operation: 'generate_content', from: back(365) })),
    ],
    [
      'CSV, the first page, the largest account',
      () => firstOf(ctx, query({ accountId: large, from: back(365) })),
    ],
    ['sums, any account, 30 days', (i) => summarizeUsage(ctx, { accountId: any(i), from: back(30) })],
    ['sums, the largest account, a year', () => summarizeUsage(ctx, { accountId: large, from: back(365) })],
    ['sums, all accounts, a year', () => summarizeUsage(ctx, { from: back(365) })],
    ['receipt', (i) => receipt(ctx, ids[i % ids.length] as string)],
    ['margins of all accounts, 30 days', () => margins(ctx, { from: back(30) })],
    ['margins of all accounts, a year', () => margins(ctx, { from: back(365) })],
  ];
  return timeEach(work, rounds);
}

async function cursorAfter(ctx: Context, accountId: string, pages: number): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++)
    cursor = (await listUsage(ctx, UsageQuery.parse({ accountId, cursor }))).nextCursor ?? undefined;
  return cursor;
}

async function firstOf(ctx: Context, filter: UsageFilter): Promise<void> {
  const reader = (await exportUsage(ctx, filter)).getReader();
  await reader.read();
  await reader.cancel();
}
