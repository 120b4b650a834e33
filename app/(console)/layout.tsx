import type { ReactNode } from 'react';
import { sandboxQuery } from '#client/sites.ts';
import { RunningWork } from '#components/runs/index.ts';
import { Shell } from '#components/shell/shell.tsx';
import { me } from '#domain/identity/index.ts';
import { listSites } from '#domain/sites/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  return (
    <Prefetched
      queries={[[['me'], () => me(ctx)], [['sites'], () => listSites(ctx, { limit: 200 })], sandboxQuery()]}
    >
      <Shell running={<RunningWork />}>{children}</Shell>
    </Prefetched>
  );
}
