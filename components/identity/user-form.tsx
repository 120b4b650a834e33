'use client';

import { useQuery } from '@tanstack/react-query';
import { accountChoicesQuery } from '#client/accounts.ts';
import { createUser, identityKeys, type UserView, updateUser } from '#client/identity.ts';
import {
  Button,
  Checkbox,
  Group,
  intoForm,
  Modal,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';

type Role = 'owner' | 'editor' | 'viewer';
const ROLES = [
  { value: 'owner', label: 'Owner' },
  { value: 'editor', label: 'Editor' },
  { value: 'viewer', label: 'Viewer' },
];

/** Makes a person, or changes their name and roles. */
export function UserForm({ user, onClose }: { user?: UserView; onClose: () => void }) {
  const form = useForm({
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      password: '',
      isAdministrator: user?.isAdministrator ?? false,
      roles: Object.fromEntries(user?.memberships.map((role) => [role.accountId, role.role]) ?? []) as Record<
        string,
        Role | null
      >,
    },
  });
  const known = useQuery(accountChoicesQuery()).data?.data ?? [];
  const accounts = new Map([
    ...known.map((account) => [account.id, account.name] as const),
    ...(user?.memberships.map((role) => [role.accountId, role.accountName] as const) ?? []),
  ]);
  const save = useAct({
    run: ({ name, email, password, isAdministrator, roles }: typeof form.values) => {
      const memberships = Object.entries(roles).flatMap(([accountId, role]) =>
        role ? [{ accountId, role }] : [],
      );
      return user
        ? updateUser(user, { name, isAdministrator, memberships })
        : createUser({ name, email, password, isAdministrator, memberships });
    },
    refresh: [identityKeys.users],
    done: (saved) => `${saved.email} is ${user ? 'saved' : 'added'}.`,
    onDone: onClose,
    onError: intoForm(form),
  });
  return (
    <Modal opened onClose={onClose} title={user ? `Edit ${user.email}` : 'Add user'}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          {user ? null : <TextInput label="E-mail" type="email" required {...form.getInputProps('email')} />}
          {user ? null : (
            <PasswordInput
              label="First password"
              description="12 characters or more"
              required
              autoComplete="new-password"
              {...form.getInputProps('password')}
            />
          )}
          <Checkbox
            label="Platform administrator"
            description="May change models, prices, keys and everybody's credits"
            {...form.getInputProps('isAdministrator', { type: 'checkbox' })}
          />
          <Text fw={500}>Accounts</Text>
          {[...accounts].map(([id, name]) => (
            <Select
              key={id}
              label={name}
              placeholder="No access"
              clearable
              data={ROLES}
              value={form.values.roles[id] ?? null}
              onChange={(role) =>
                form.setFieldValue('roles', { ...form.values.roles, [id]: role as Role | null })
              }
            />
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {user ? 'Save' : 'Add user'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
