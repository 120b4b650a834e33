import type { Metadata } from 'next';
import { AuditPage } from '#components/audit/audit-page.tsx';
import { listAuditEvents } from '#domain/audit/index.ts';
import { firstPage, Prefetched, pageContext } from '#server/page.tsx';

export const metadata: Metadata = { title: 'Audit' };

export default async function Audit({
  searchParams,
}: {
  searchParams: Promise<{ actor?: string; action?: string; from?: string; until?: string }>;
}) {
  const ctx = await pageContext({ administrator: true });
  const { actor = '', action = '', from, until } = await searchParams;
  // Days are days of the reader's time zone, which the server does not know: those lists are read by the browser.
  const known =
    from || until
      ? []
      : [
          [
            ['audit', { actor, action }],
            async () => firstPage(await listAuditEvents(ctx, { actor, action, limit: 50 })),
          ] as const,
        ];
  return (
    <Prefetched queries={known}>
      <AuditPage />
    </Prefetched>
  );
}
