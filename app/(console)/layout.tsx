import type { ReactNode } from 'react';
import { RunningWork } from '#components/runs/index.ts';
import { Shell } from '#components/shell/shell.tsx';
import { me } from '#domain/identity/index.ts';
import { isSandboxed } from '#domain/providers/index.ts';
import { listSites } from '#domain/sites/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  return (
    <Prefetched
      queries={[
        [['me'], () => me(ctx)],
        [['sites'], () => listSites(ctx, { limit: 200 })],
        [['system', 'sandbox'], async () => ({ sandbox: await isSandboxed(ctx) })],
      ]}
    >
      <Shell running={<RunningWork />}>{children}</Shell>
    </Prefetched>
  );
}
