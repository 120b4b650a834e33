'use client';

import { useState } from 'react';
import { accountKeys, type CustomerView, createAccount, updateAccount } from '#client/accounts.ts';
import { creditKeys } from '#client/credits.ts';
import { Button, Group, intoForm, Modal, Stack, TextInput, useAct, useForm } from '#components/ui/index.ts';

/** Makes an account, or gives one another name. */
export function AccountForm({
  account,
  onClose,
  onMade,
}: {
  account?: CustomerView;
  onClose: () => void;
  onMade?: (made: CustomerView) => void;
}) {
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm({
    initialValues: { name: account?.name ?? '' },
    validate: { name: (value) => (value.trim() === '' ? 'Give it a name.' : null) },
  });
  const save = useAct<{ name: string }, CustomerView>({
    run: ({ name }) => (account ? updateAccount(account, { name }) : createAccount({ name }, key)),
    refresh: [accountKeys.all, creditKeys.all],
    done: (saved) => (account ? `The account is called ${saved.name} now.` : `${saved.name} is added.`),
    undo: (saved) => (account ? () => updateAccount(saved, { name: account.name }) : null),
    onDone: (saved) => {
      onClose();
      onMade?.(saved);
    },
    onError: intoForm(form),
  });
  return (
    <Modal opened onClose={onClose} title={account ? `Rename ${account.name}` : 'Add account'}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="md">
          <TextInput
            label="Name"
            description={
              account
                ? undefined
                : 'It starts with no credits, no site and nobody in it; give people a role in it on the Users page.'
            }
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {account ? 'Rename' : 'Add account'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
