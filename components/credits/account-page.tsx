'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { balanceQuery } from '#client/credits.ts';
import { Button, Page, Stack } from '#components/ui/index.ts';
import { BalanceFigures } from './balance-figures.tsx';
import { BookDialog } from './book-dialog.tsx';
import { Ledger } from './ledger.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageLog } from './usage-log.tsx';

/** One account as an administrator sees it: its credits, its ledger, its usage with what it costs us. */
export function AccountPage({ accountId, name }: { accountId: string; name: string }) {
  const [booking, setBooking] = useState(false);
  const balance = useQuery(balanceQuery(accountId)).data;
  return (
    <Page title={name} description="Credits of this account." actions={<Button onClick={() => setBooking(true)}>Grant or adjust</Button>}>
      <Stack gap="lg">
        <BalanceFigures accountId={accountId} mayEdit />
        <UsageChart admin accountId={accountId} />
        <Ledger accountId={accountId} />
        <UsageLog admin accountId={accountId} />
      </Stack>
      {booking ? <BookDialog account={{ accountId, account: name, available: balance?.available ?? 0 }} onClose={() => setBooking(false)} /> : null}
    </Page>
  );
}
