'use client';

import { IconDots, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { identityKeys, resetPassword, type UserView, updateUser } from '#client/identity.ts';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import {
  ActionIcon,
  Badge,
  Button,
  type Column,
  confirmAct,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Menu,
  Page,
  RevealOnce,
  SearchInput,
  Stack,
  Text,
  useAct,
  When,
} from '#components/ui/index.ts';
import { UserForm } from './user-form.tsx';

/** Everybody who may sign in, and where they belong. */
export function UsersPage() {
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const query = useInfiniteQuery(
    listQueryOptions<UserView>([...identityKeys.users, search], 'admin/users', { search }),
  );
  const [form, setForm] = useState<{ user?: UserView }>();
  const [password, setPassword] = useState<string>();
  const reset = useAct({
    run: (user: UserView) => resetPassword(user.id),
    onDone: (made) => setPassword(made.password),
  });
  const change = useAct({
    run: ({ user, disabled }: { user: UserView; disabled: boolean }) => updateUser(user, { disabled }),
    refresh: [identityKeys.users],
    done: (user) =>
      `${user.email} ${user.disabledAt ? 'is disabled and signed out everywhere' : 'may sign in again'}.`,
    undo: (user) => () => updateUser(user, { disabled: !user.disabledAt }),
  });
  const askReset = async (user: UserView) => {
    if (
      await confirmAct({
        title: `New password for ${user.email}`,
        body: 'The present password stops working and all sessions end.',
        confirm: 'Make a new password',
      })
    )
      reset.mutate(user);
  };
  const askDisable = async (user: UserView) => {
    if (
      user.disabledAt ||
      (await confirmAct({
        title: `Disable ${user.email}`,
        body: 'All sessions and API tokens of this person stop working at once.',
        confirm: 'Disable',
        danger: true,
      }))
    )
      change.mutate({ user, disabled: !user.disabledAt });
  };
  return (
    <Page
      title="Users"
      description="Who may sign in, to which accounts, with which role."
      actions={
        <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setForm({})}>
          Add user
        </Button>
      }
    >
      <SearchInput label="Search users" value={search} onChange={(text) => setSearch(text || null)} />
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Users"
        columns={[
          ...COLUMNS,
          {
            key: 'actions',
            header: '',
            align: 'right',
            cell: (user) => (
              <UserMenu
                user={user}
                edit={() => setForm({ user })}
                reset={() => askReset(user)}
                disable={() => askDisable(user)}
              />
            ),
          },
        ]}
        rows={rowsOf(query.data)}
        rowId={(user) => user.id}
        empty={<EmptyState title="Nobody of that name" />}
      />
      <LoadMore query={query} />
      {form ? <UserForm {...form} onClose={() => setForm(undefined)} /> : null}
      {password ? (
        <RevealOnce
          title="New password"
          secret={password}
          note="Give it to the person over a safe way; they change it after signing in."
          onClose={() => setPassword(undefined)}
        />
      ) : null}
    </Page>
  );
}

const COLUMNS: Column<UserView>[] = [
  {
    key: 'email',
    header: 'Person',
    cell: (user) => (
      <Stack gap={0}>
        <Text fz="sm" fw={500}>
          {user.name}
        </Text>
        <Text fz="xs" c="dimmed">
          {user.email}
        </Text>
      </Stack>
    ),
  },
  {
    key: 'roles',
    header: 'Roles',
    cell: (user) => (
      <Group gap={4}>
        {user.isAdministrator ? <Badge>Platform administrator</Badge> : null}
        {user.memberships.map((role) => (
          <Badge key={role.accountId} color="gray">
            {role.accountName}: {role.role}
          </Badge>
        ))}
      </Group>
    ),
  },
  {
    key: 'state',
    header: 'State',
    wide: true,
    cell: (user) =>
      user.disabledAt ? <Badge color="red">Disabled</Badge> : <Badge color="green">Active</Badge>,
  },
  { key: 'created', header: 'Since', wide: true, cell: (user) => <When at={user.createdAt} dayOnly /> },
];

function UserMenu({
  user,
  edit,
  reset,
  disable,
}: {
  user: UserView;
  edit: () => void;
  reset: () => void;
  disable: () => void;
}) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${user.email}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit}>Edit roles …</Menu.Item>
        <Menu.Item onClick={reset}>New password …</Menu.Item>
        <Menu.Item color="red" onClick={disable}>
          {user.disabledAt ? 'Enable' : 'Disable …'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
