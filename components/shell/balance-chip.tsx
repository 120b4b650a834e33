'use client';

import { IconCoins } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { api } from '#client/http.ts';
import { meQuery } from '#client/identity.ts';
import { Button, formatNumber, Tooltip } from '#components/ui/index.ts';

/** The balance of the person's first account, always in sight; opens the Credits page. */
export function BalanceChip() {
  const account = useQuery(meQuery()).data?.memberships[0];
  const balance = useQuery({
    queryKey: ['credits', 'balance', account?.accountId],
    queryFn: () =>
      api.get<{ balance: number; held: number; available: number }>('credits/balance', {
        accountId: account?.accountId,
      }),
    enabled: account !== undefined,
    refetchInterval: 15_000,
  }).data;
  if (!account || !balance) return null;
  return (
    <Tooltip
      label={`${account.accountName}: ${formatNumber(balance.available)} credits available, ${formatNumber(balance.held)} reserved`}
    >
      <Button
        component={Link}
        href="/credits"
        variant="default"
        leftSection={<IconCoins size={15} aria-hidden />}
        aria-label={`${formatNumber(balance.available)} credits available`}
      >
        {formatNumber(balance.available)}
      </Button>
    </Tooltip>
  );
}
