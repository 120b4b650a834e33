'use client';

import Link from 'next/link';
import { runKeys } from '#client/run-keys.ts';
import { cancelRun, continueRun, hasEnded, type Run, retryFailed } from '#client/runs.ts';
import { Button, formatCredits, Group, useAct } from '#components/ui/index.ts';

/** What a person can do about a run: cancel it, let it go on past its ceiling, top up, try again what failed. */
export function RunActions({ run, size = 'xs' }: { run: Run; size?: 'xs' | 'sm' }) {
  const refresh = [runKeys.all];
  const cancel = useAct({
    run: () => cancelRun(run.id),
    done: () => 'Cancelled. What was reserved is back.',
    refresh,
  });
  const goOn = useAct({
    run: (ceiling: number) => continueRun(run.id, ceiling),
    done: () => 'It goes on.',
    refresh,
  });
  const again = useAct({ run: () => retryFailed(run.id), done: () => 'Trying again what failed.', refresh });
  return (
    <Group gap="xs">
      {run.status === 'waiting' && run.waitingFor === 'ceiling' && run.needed !== null ? (
        <Button size={size} loading={goOn.isPending} onClick={() => goOn.mutate(run.needed ?? 0)}>
          Go on up to {formatCredits(run.needed)}
        </Button>
      ) : null}
      {run.status === 'waiting' && run.waitingFor === 'credits' ? (
        <Button size={size} component={Link} href="/credits">
          Top up
        </Button>
      ) : null}
      {run.status === 'failed' || run.status === 'partly_succeeded' ? (
        <Button size={size} variant="default" loading={again.isPending} onClick={() => again.mutate()}>
          Try again what failed
        </Button>
      ) : null}
      {hasEnded(run) ? null : (
        <Button size={size} variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      )}
    </Group>
  );
}
