'use client';

import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { type AccountView, accountsQuery } from '#client/credits.ts';
import { rowsOf } from '#client/list.ts';
import {
  Anchor,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatNumber,
  Group,
  LoadMore,
  Page,
  SearchInput,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { AccountForm } from './account-form.tsx';
import { BookDialog } from './book-dialog.tsx';

/** Every account with its credits; granting and correcting start here. */
export function AccountsPage() {
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const [booking, setBooking] = useState<AccountView>();
  const [adding, setAdding] = useState(false);
  const router = useRouter();
  const query = useInfiniteQuery(accountsQuery({ search }));
  return (
    <Page
      title="Accounts"
      description="Every customer account, what it has and what it spends."
      actions={
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
          Add account
        </Button>
      }
    >
      <Stack gap="sm">
        <Group>
          <SearchInput label="Search accounts" value={search} onChange={(text) => setSearch(text || null)} />
        </Group>
        {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
        <DataTable
          label="Accounts"
          columns={columnsOf(setBooking)}
          rows={rowsOf(query.data)}
          rowId={(row) => row.accountId}
          empty={
            <EmptyState
              title={search ? 'No account has this in its name' : 'No accounts yet'}
              description="An account owns sites and one credit balance."
            />
          }
        />
        <LoadMore query={query} />
      </Stack>
      {booking ? <BookDialog account={booking} onClose={() => setBooking(undefined)} /> : null}
      {adding ? (
        <AccountForm
          onClose={() => setAdding(false)}
          onMade={({ id }) => router.push(`/admin/accounts/${id}`)}
        />
      ) : null}
    </Page>
  );
}

const columnsOf = (book: (row: AccountView) => void): Column<AccountView>[] => [
  {
    key: 'account',
    header: 'Account',
    cell: (row) => (
      <Anchor component={Link} href={`/admin/accounts/${row.accountId}`} fz="inherit">
        {row.account}
      </Anchor>
    ),
  },
  { key: 'status', header: 'Status', wide: true, cell: (row) => <StatusBadge status={row.status} /> },
  {
    key: 'available',
    header: 'Available',
    align: 'right',
    cell: (row) => (
      <Text span fz="inherit" fw={500}>
        {formatNumber(row.available)}
        {row.isLow ? ' · low' : ''}
      </Text>
    ),
  },
  { key: 'held', header: 'Reserved', align: 'right', wide: true, cell: (row) => formatNumber(row.held) },
  {
    key: 'spent',
    header: 'Used, 30 days',
    align: 'right',
    wide: true,
    cell: (row) => formatNumber(row.charged30Days),
  },
  { key: 'since', header: 'Since', wide: true, cell: (row) => <When at={row.createdAt} dayOnly /> },
  {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (row) => (
      <Button
        variant="default"
        aria-label={`Grant or adjust credits of ${row.account}`}
        onClick={() => book(row)}
      >
        Grant
      </Button>
    ),
  },
];
