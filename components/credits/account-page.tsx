'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountQuery } from '#client/accounts.ts';
import { balanceQuery } from '#client/credits.ts';
import { History } from '#components/audit/history.tsx';
import { Button, Group, Page, Stack, StatusBadge } from '#components/ui/index.ts';
import { AccountForm } from './account-form.tsx';
import { BalanceFigures } from './balance-figures.tsx';
import { BookDialog } from './book-dialog.tsx';
import { Ledger } from './ledger.tsx';
import { OwnKeys } from './own-keys.tsx';
import { SuspendButton } from './suspend-button.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageLog } from './usage-log.tsx';

/** One account as an administrator sees it: its credits, its ledger, its usage with what it costs us. */
export function AccountPage({ accountId, name }: { accountId: string; name: string }) {
  const [booking, setBooking] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const account = useQuery(accountQuery(accountId)).data;
  const shown = account?.name ?? name;
  const balance = useQuery(balanceQuery(accountId)).data;
  return (
    <Page
      title={
        <Group gap="sm">
          {shown}
          {account && account.status !== 'active' ? <StatusBadge status={account.status} /> : null}
        </Group>
      }
      description="Its credits, and whether it may spend them."
      actions={
        <>
          {account ? <SuspendButton account={account} /> : null}
          {account ? (
            <Button variant="default" onClick={() => setRenaming(true)}>
              Rename
            </Button>
          ) : null}
          <Button onClick={() => setBooking(true)}>Grant or adjust</Button>
        </>
      }
    >
      <Stack gap="lg">
        <BalanceFigures accountId={accountId} mayEdit />
        <UsageChart admin accountId={accountId} />
        <Ledger accountId={accountId} />
        <UsageLog admin accountId={accountId} />
        <OwnKeys accountId={accountId} />
        <History objectId={accountId} />
      </Stack>
      {booking ? (
        <BookDialog
          account={{ accountId, account: shown, available: balance?.available ?? 0 }}
          onClose={() => setBooking(false)}
        />
      ) : null}
      {renaming && account ? <AccountForm account={account} onClose={() => setRenaming(false)} /> : null}
    </Page>
  );
}
