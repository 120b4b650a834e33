'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { meQuery } from '#client/identity.ts';
import { Button, EmptyState, Page, Select, Stack } from '#components/ui/index.ts';
import { BalanceFigures } from './balance-figures.tsx';
import { Ledger } from './ledger.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageLog } from './usage-log.tsx';

/** The account's credits: what there is, where they went, and every booking. The account is in the address where the person has several. */
export function CreditsPage() {
  const me = useQuery(meQuery()).data;
  const [chosen, choose] = useQueryState('account', parseAsString);
  const memberships = me?.memberships ?? [];
  const account = memberships.find((one) => one.accountId === chosen) ?? memberships[0];
  if (me && !account)
    return (
      <Page title="Credits">
        <EmptyState
          title="You belong to no account"
          description={
            me.isAdministrator
              ? 'Accounts and their credits are under Accounts.'
              : 'Ask an administrator to add you to one.'
          }
          action={
            me.isAdministrator ? (
              <Button component={Link} href="/admin/accounts">
                Open accounts
              </Button>
            ) : null
          }
        />
      </Page>
    );
  if (!account) return <Page title="Credits">{null}</Page>;
  return (
    <Page
      title="Credits"
      description={`What ${account.accountName} has, what calls under way hold, and where credits went.`}
      actions={
        memberships.length > 1 ? (
          <Select
            size="xs"
            aria-label="Account"
            allowDeselect={false}
            data={memberships.map((one) => ({ value: one.accountId, label: one.accountName }))}
            value={account.accountId}
            onChange={(value) => choose(value)}
          />
        ) : null
      }
    >
      <Stack gap="lg">
        <BalanceFigures accountId={account.accountId} mayEdit={account.role === 'owner'} />
        <UsageChart accountId={account.accountId} />
        <Ledger accountId={account.accountId} />
        <UsageLog accountId={account.accountId} />
      </Stack>
    </Page>
  );
}
