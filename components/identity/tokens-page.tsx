'use client';

import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createToken, identityKeys, meQuery, revokeToken, type TokenView } from '#client/identity.ts';
import { listQueryOptions, rowsOf } from '#client/list.ts';
import {
  Anchor,
  Badge,
  Button,
  Checkbox,
  Code,
  type Column,
  confirmAct,
  DataTable,
  DateInput,
  EmptyState,
  ErrorState,
  Group,
  intoForm,
  LoadMore,
  Modal,
  Page,
  RevealOnce,
  Stack,
  Text,
  TextInput,
  useAct,
  useForm,
  When,
} from '#components/ui/index.ts';

/** API tokens: shown once, ended at once. */
export function TokensPage() {
  const query = useInfiniteQuery(listQueryOptions<TokenView>(identityKeys.tokens, 'tokens'));
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const revoke = useAct({
    run: (token: TokenView) => revokeToken(token.id),
    refresh: [identityKeys.tokens],
    done: (_, token) => `The token ${token.name} is revoked.`,
  });
  const ask = async (token: TokenView) => {
    if (
      await confirmAct({
        title: `Revoke ${token.name}`,
        body: 'Programs that use it are refused from their next request on. This cannot be undone; make a new token instead.',
        confirm: 'Revoke',
        danger: true,
      })
    )
      revoke.mutate(token);
  };
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
      Make token
    </Button>
  );
  return (
    <Page
      title="API tokens"
      description={
        <>
          For programs. A token has no more rights than the person who made it.{' '}
          <Anchor href="/api/v1/reference" underline="always">
            API reference
          </Anchor>
        </>
      }
      actions={add}
    >
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="API tokens"
        columns={[
          ...COLUMNS,
          {
            key: 'actions',
            header: '',
            align: 'right',
            cell: (token) =>
              token.revokedAt ? null : (
                <Button
                  variant="subtle"
                  color="red"
                  onClick={() => ask(token)}
                  aria-label={`Revoke ${token.name}`}
                >
                  Revoke
                </Button>
              ),
          },
        ]}
        rows={rowsOf(query.data)}
        rowId={(token) => token.id}
        empty={
          <EmptyState
            title="No tokens yet"
            description="Make one for a program that reads or changes things for you."
            action={add}
          />
        }
      />
      <LoadMore query={query} />
      {adding ? <TokenForm onClose={() => setAdding(false)} onMade={setSecret} /> : null}
      {secret ? (
        <RevealOnce
          title="Your new token"
          secret={secret}
          note="Send it as Authorization: Bearer with each request."
          onClose={() => setSecret(undefined)}
        />
      ) : null}
    </Page>
  );
}

const COLUMNS: Column<TokenView>[] = [
  {
    key: 'name',
    header: 'Token',
    cell: (token) => (
      <Stack gap={0}>
        <Text fz="sm" fw={500}>
          {token.name}
        </Text>
        <Code>{token.prefix}…</Code>
      </Stack>
    ),
  },
  { key: 'user', header: 'Made by', wide: true, cell: (token) => token.userEmail },
  {
    key: 'scopes',
    header: 'Scopes',
    cell: (token) => (
      <Group gap={4}>
        {token.scopes.map((scope) => (
          <Badge key={scope} color="gray">
            {scope}
          </Badge>
        ))}
      </Group>
    ),
  },
  { key: 'used', header: 'Last used', wide: true, cell: (token) => <When at={token.lastUsedAt} /> },
  {
    key: 'expires',
    header: 'Expires',
    wide: true,
    cell: (token) => (token.expiresAt ? <When at={token.expiresAt} dayOnly /> : 'Never'),
  },
  {
    key: 'state',
    header: 'State',
    cell: (token) =>
      token.revokedAt ? <Badge color="red">Revoked</Badge> : <Badge color="green">Active</Badge>,
  },
];

function TokenForm({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const isAdministrator = useQuery(meQuery()).data?.isAdministrator ?? false;
  const form = useForm({ initialValues: { name: '', scopes: ['read'], expiresAt: null as string | null } });
  const make = useAct({
    run: ({ name, scopes, expiresAt }: typeof form.values) =>
      createToken({
        name,
        scopes: scopes as ('read' | 'write' | 'admin')[],
        expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
      }),
    refresh: [identityKeys.tokens],
    onDone: ({ token }) => {
      onClose();
      onMade(token);
    },
    onError: intoForm(form),
  });
  return (
    <Modal opened onClose={onClose} title="Make token">
      <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label="Name"
            description="What uses it"
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Checkbox.Group label="Scopes" required {...form.getInputProps('scopes')}>
            <Stack gap={8} mt={6}>
              <Checkbox value="read" label="Read" />
              <Checkbox value="write" label="Write: change and spend" />
              {isAdministrator ? <Checkbox value="admin" label="Administer the platform" /> : null}
            </Stack>
          </Checkbox.Group>
          <DateInput
            label="Expires"
            description="Empty: never"
            clearable
            {...form.getInputProps('expiresAt')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={make.isPending}>
              Make token
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
