'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import {
  changePassword,
  identityKeys,
  meQuery,
  revokeSession,
  type SessionView,
  sessionsQuery,
} from '#client/identity.ts';
import {
  Anchor,
  Badge,
  Button,
  type Column,
  DataTable,
  Group,
  intoForm,
  Page,
  PasswordInput,
  Section,
  Stack,
  Text,
  useAct,
  useForm,
  When,
} from '#components/ui/index.ts';

/** One's own name, password and sessions. */
export function AccountPage() {
  const me = useQuery(meQuery()).data;
  const sessions = useQuery(sessionsQuery()).data?.data;
  const revoke = useAct({
    run: (session: SessionView) => revokeSession(session.id),
    refresh: [identityKeys.sessions],
    done: () => 'The session has ended.',
  });
  return (
    <Page title="Your account" description={me?.email}>
      <Section title="Roles">
        <Group gap="xs">
          {me?.isAdministrator ? <Badge>Platform administrator</Badge> : null}
          {me?.memberships.map((role) => (
            <Badge key={role.accountId} color="gray">
              {role.accountName}: {role.role}
            </Badge>
          ))}
          <Anchor component={Link} href="/admin/tokens" fz="sm">
            Your API tokens
          </Anchor>
        </Group>
      </Section>
      <PasswordSection />
      <Section title="Sessions" description="Where you are signed in.">
        <DataTable
          label="Sessions"
          columns={[
            ...COLUMNS,
            {
              key: 'actions',
              header: '',
              align: 'right',
              cell: (session) =>
                session.isCurrent ? null : (
                  <Button variant="default" onClick={() => revoke.mutate(session)}>
                    End
                  </Button>
                ),
            },
          ]}
          rows={sessions}
          rowId={(session) => session.id}
          empty={<Text p="md">None.</Text>}
          skeletonRows={2}
        />
      </Section>
    </Page>
  );
}

/** An IPv6 address without its zeros, as people write it. */
const addressWords = (address: string | null): string =>
  address?.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address || '–';

const COLUMNS: Column<SessionView>[] = [
  {
    key: 'agent',
    header: 'Browser',
    cell: (session) => (
      <Group gap={6}>
        <Text fz="sm" lineClamp={1} maw={420}>
          {session.userAgent ?? 'Unknown'}
        </Text>
        {session.isCurrent ? <Badge color="green">This one</Badge> : null}
      </Group>
    ),
  },
  { key: 'address', header: 'From', wide: true, cell: (session) => addressWords(session.ipAddress) },
  { key: 'since', header: 'Since', wide: true, cell: (session) => <When at={session.createdAt} /> },
  { key: 'until', header: 'Until', wide: true, cell: (session) => <When at={session.expiresAt} dayOnly /> },
];

function PasswordSection() {
  const form = useForm({ initialValues: { current: '', password: '' } });
  const change = useAct({
    run: changePassword,
    refresh: [identityKeys.sessions],
    done: () => 'Your password is changed; your other sessions have ended.',
    onDone: () => form.reset(),
    onError: intoForm(form),
  });
  return (
    <Section title="Password">
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack gap="sm" maw={380}>
          <PasswordInput
            label="Present password"
            required
            autoComplete="current-password"
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label="New password"
            description="12 characters or more"
            required
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <Group>
            <Button type="submit" loading={change.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
