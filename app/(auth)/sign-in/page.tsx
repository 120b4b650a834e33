import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '#components/identity/sign-in-form.tsx';
import { hasAdministrator } from '#domain/identity/index.ts';
import { serving } from '#server/page.tsx';
import { systemContext } from '#server/runtime.ts';

export const metadata: Metadata = { title: 'Sign in' };
export const dynamic = 'force-dynamic';

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  await serving();
  if (!(await hasAdministrator(systemContext('sign-in')))) redirect('/set-up');
  const { next } = await searchParams;
  // Only a path of ours: never another site's address.
  return (
    <SignInForm next={next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/'} />
  );
}
