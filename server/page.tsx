import { dehydrate, HydrationBoundary, QueryClient, type QueryKey } from '@tanstack/react-query';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import type { Context } from '../domain/context.ts';
import { DomainError } from '../domain/errors.ts';
import { principalOf } from './auth/principal.ts';
import { assertServing, NotServing } from './health.ts';
import { contextOf } from './http/route.ts';

/** The context of the person who opens a page; whoever is not signed in goes to the sign-in page and comes back. */
export async function pageContext(options: { administrator?: boolean } = {}): Promise<Context> {
  return (await pageVisit(options)).ctx;
}

/** The context, and the session by which the person is here. */
export async function pageVisit(
  options: { administrator?: boolean } = {},
): Promise<{ ctx: Context; sessionId: string | null }> {
  const sent = await headers(); // first: it tells Next.js that the page is made for each request
  await serving();
  const principal = await principalOf({ headers: sent });
  if (!principal) redirect(`/sign-in?next=${encodeURIComponent(sent.get('x-path') ?? '/')}`);
  if (options.administrator && !principal.actor.isAdministrator) notFound();
  const ctx = contextOf(
    principal,
    new Request('http://page.local', { headers: sent }),
    sent.get('x-request-id') ?? crypto.randomUUID(),
  );
  return { ctx, sessionId: principal.sessionId };
}

/** Leads to the page that says why, while this process does not serve. */
export async function serving(): Promise<void> {
  try {
    await assertServing();
  } catch (error) {
    if (error instanceof NotServing) redirect('/unavailable');
    throw error;
  }
}

/** The data of a page as the domain gives it, with times as the wire has them: what the browser's hooks would have fetched. */
export async function Prefetched({
  queries,
  children,
}: {
  queries: readonly (readonly [QueryKey, () => Promise<unknown>])[];
  children: ReactNode;
}) {
  const client = new QueryClient();
  await Promise.all(
    queries.map(async ([key, load]) => {
      client.setQueryData(key, JSON.parse(JSON.stringify(await orNotFound(load()))));
    }),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
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
