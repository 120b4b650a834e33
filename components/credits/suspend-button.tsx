'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountKeys, accountReferencesQuery, type CustomerView, updateAccount } from '#client/accounts.ts';
import { creditKeys } from '#client/credits.ts';
import { Button, ImpactDialog, impactsOf, useAct } from '#components/ui/index.ts';

/** Suspends an account, or gives it back; says before what that stops. */
export function SuspendButton({ account }: { account: CustomerView }) {
  const [opened, setOpened] = useState(false);
  const active = account.status === 'active';
  const references = useQuery({ ...accountReferencesQuery(account.id), enabled: opened && active });
  const act = useAct({
    run: () => updateAccount(account, { status: active ? 'suspended' : 'active' }),
    refresh: [accountKeys.all, creditKeys.all],
    done: (after) => `${after.name} is ${after.status === 'active' ? 'active again' : 'suspended'}.`,
    undo: (after) => () => updateAccount(after, { status: account.status }),
    onDone: () => setOpened(false),
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {active ? 'Suspend' : 'Reactivate'}
      </Button>
      <ImpactDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`${active ? 'Suspend' : 'Reactivate'} ${account.name}`}
        summary={
          active
            ? 'Nothing new is started for it and nothing of it can be changed: its people sign in and read, schedules pass, no credits are spent but by runs under way. Its credits, sites and texts stay.'
            : 'Its people may change things and start runs again, and its schedules go on at their next time.'
        }
        impacts={active ? impactsOf(references.data) : []}
        confirm={active ? 'Suspend' : 'Reactivate'}
        danger={active}
        working={act.isPending}
        onConfirm={() => act.mutate()}
      />
    </>
  );
}
