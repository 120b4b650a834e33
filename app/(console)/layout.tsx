import type { ReactNode } from 'react';
import { Shell } from '#components/shell/shell.tsx';
import { me } from '#domain/identity/index.ts';
import { Prefetched, pageContext } from '#server/page.tsx';

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  return (
    <Prefetched queries={[[['me'], () => me(ctx)]]}>
      <Shell>{children}</Shell>
    </Prefetched>
  );
}
