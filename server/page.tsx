import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache, type ReactNode } from 'react';
import { addressOf } from '../client/api.ts';
import type { Context } from '../domain/context.ts';
import { DomainError } from '../domain/errors.ts';
import { type Principal, principalOf } from './auth/principal.ts';
import { assertServing, NotServing } from './health.ts';
import { contextOf } from './http/access.ts';
import { areaOf } from './http/areas.ts';

/** The context of the person who opens a page; whoever is not signed in goes to the sign-in page and comes back. */
export async function pageContext(options: { administrator?: boolean } = {}): Promise<Context> {
  return (await pageVisit(options)).ctx;
}

/** The context, and the session by which the person is here. */
export async function pageVisit(
  options: { administrator?: boolean } = {},
): Promise<{ ctx: Context; sessionId: string | null }> {
  const { ctx, principal } = await visit();
  if (options.administrator && !principal.actor.isAdministrator) notFound();
  return { ctx, sessionId: principal.sessionId };
}

/** Who opens the page; found out once a request. */
const visit = cache(async (): Promise<{ ctx: Context; principal: Principal }> => {
  const sent = await headers(); // first: it tells Next.js that the page is made for each request
  await serving();
  const principal = await principalOf({ headers: sent });
  if (!principal) redirect(`/sign-in?next=${encodeURIComponent(sent.get('x-path') ?? '/')}`);
  const ctx = contextOf(
    principal,
    new Request('http://page.local', { headers: sent }),
    sent.get('x-request-id') ?? crypto.randomUUID(),
  );
  return { ctx, principal };
});

/** Leads to the page that says why, while this process does not serve. */
export async function serving(): Promise<void> {
  try {
    await assertServing();
  } catch (error) {
    if (error instanceof NotServing) redirect('/unavailable');
    throw error;
  }
}

interface Reading {
  queryKey: QueryKey;
  /** A list by pages has one. */
  initialPageParam?: unknown;
}
type Loading = readonly [QueryKey, () => Promise<unknown>];

/**
 * Reads what the browser's hooks will ask for, by the same values, and hands it to them. The operations' own access holds: what
 * does not exist for this person, or belongs to another account, is the "not found" page.
 */
export async function Prefetched({
  queries,
  children,
}: {
  queries: readonly (Reading | Loading)[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  await Promise.all(
    queries.map(async (asked) => {
      const [key, load] = 'queryKey' in asked ? [asked.queryKey, () => answerOf(asked)] : asked;
      client.setQueryData(key, JSON.parse(JSON.stringify(await orNotFound(load()))));
    }),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** What the API answers to a reading, with times as the wire has them and names as the browser has them. */
async function answerOf({ queryKey, initialPageParam }: Reading): Promise<unknown> {
  const { ctx, principal } = await visit();
  const address = addressOf(queryKey);
  const area = await areaOf(address.replace(/\?.*$/, ''));
  const answer = await area.read(new Request(`http://page.local/api/v1/${address}`), ctx, principal);
  return initialPageParam === undefined ? answer : { pages: [answer], pageParams: [initialPageParam] };
}

/** The first page of a list as an infinite query of the browser holds it. */
export const firstPage = <T,>(page: T) => ({ pages: [page], pageParams: [null] });

/** What does not exist for this person is the "not found" page. Anything else goes to the error page. */
async function orNotFound<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') notFound();
    throw error;
  }
}

/** A UUID of a page's path; what cannot be one is the "not found" page. */
export function uuidParam(value: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)) notFound();
  return value;
}
