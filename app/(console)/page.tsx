import { redirect } from 'next/navigation';
import { pageContext } from '#server/page.tsx';

export default async function Home() {
  const { actor } = await pageContext();
  redirect(actor.kind === 'user' && actor.isAdministrator ? '/admin/models' : '/sites');
}
