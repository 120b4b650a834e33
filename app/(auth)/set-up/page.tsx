import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SetUpForm } from '#components/identity/set-up-form.tsx';
import { hasAdministrator } from '#domain/identity/index.ts';
import { serving } from '#server/page.tsx';
import { systemContext } from '#server/runtime.ts';

export const metadata: Metadata = { title: 'Set up' };
export const dynamic = 'force-dynamic';

export default async function SetUpPage() {
  await serving();
  if (await hasAdministrator(systemContext('set-up'))) redirect('/sign-in');
  return <SetUpForm />;
}
