'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createSite, type SiteView, siteKeys, siteOptionsQuery, updateSite } from '#client/sites.ts';
import {
  Button,
  Group,
  intoForm,
  Modal,
  Select,
  Stack,
  Switch,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';

interface Props {
  site?: SiteView;
  accounts: readonly { accountId: string; accountName: string }[];
  onClose: () => void;
}

export function SiteForm({ site, accounts, onClose }: Props) {
  const [key] = useState(() => crypto.randomUUID());
  const zones = useQuery(siteOptionsQuery()).data?.timeZones ?? [];
  const form = useForm({
    initialValues: {
      accountId: accounts[0]?.accountId ?? '',
      name: site?.name ?? '',
      domain: site?.domain ?? '',
      timeZone: site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      isActive: site?.isActive ?? true,
    },
  });
  const save = useAct({
    run: ({ accountId, name, domain, timeZone, isActive }: typeof form.values) =>
      site
        ? updateSite(site, { name, domain, timeZone, isActive })
        : createSite({ accountId, name, domain, timeZone }, key),
    refresh: [siteKeys.all],
    done: (saved) => (site ? `${saved.name} is saved.` : `${saved.name} is added.`),
    undo: (saved) =>
      site
        ? () =>
            updateSite(saved, {
              name: site.name,
              domain: site.domain,
              timeZone: site.timeZone,
              isActive: site.isActive,
            })
        : null,
    onDone: onClose,
    onError: intoForm(form),
  });
  return (
    <Modal opened onClose={onClose} title={site ? `Edit ${site.name}` : 'Add site'}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="md">
          {!site && accounts.length > 1 ? (
            <Select
              label="Account"
              required
              data={accounts.map((account) => ({ value: account.accountId, label: account.accountName }))}
              {...form.getInputProps('accountId')}
            />
          ) : null}
          <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
          <TextInput
            label="Domain"
            description="Such as example.com"
            required
            {...form.getInputProps('domain')}
          />
          <Select
            label="Time zone"
            description="Schedules are read in it"
            required
            searchable
            limit={60}
            data={zones}
            {...form.getInputProps('timeZone')}
          />
          {site ? <Switch label="Active" {...form.getInputProps('isActive', { type: 'checkbox' })} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {site ? 'Save' : 'Add site'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
