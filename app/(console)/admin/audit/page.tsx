import type { Metadata } from 'next';
import { AuditPage } from '#components/audit/audit-page.tsx';
import { pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Audit' };

export default async function Audit() {
  await pageContext({ administrator: true });
  return <AuditPage />;
}
