'use client';

import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { meQuery } from '#client/identity.ts';
import { type SiteView, sitesQuery } from '#client/sites.ts';
import {
  Anchor,
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Page,
  SearchInput,
  Stack,
  Text,
} from '#components/ui/index.ts';
import { SiteForm } from './site-form.tsx';

/** The sites of the person's accounts. */
export function SitesPage() {
  const query = useQuery(sitesQuery());
  const me = useQuery(meQuery()).data;
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<SiteView>();
  const [search, setSearch] = useQueryState('search', parseAsString.withDefault(''));
  const owned = me?.memberships.filter((membership) => membership.role === 'owner') ?? [];
  const add =
    owned.length > 0 ? (
      <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
        Add site
      </Button>
    ) : null;
  const rows = query.data?.data.filter((site) =>
    `${site.name} ${site.domain} ${site.accountName}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <Page title="Sites" description="Each site has its own keywords, articles and settings." actions={add}>
      <SearchInput label="Search sites" value={search} onChange={(text) => setSearch(text || null)} />
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Sites"
        columns={columns(setEditing)}
        rows={rows}
        rowId={(site) => site.id}
        empty={
          search ? (
            <EmptyState title="No site of that name" />
          ) : (
            <EmptyState
              title="No sites yet"
              description="Add the first one; then plan its articles."
              action={add}
            />
          )
        }
      />
      {adding ? <SiteForm accounts={owned} onClose={() => setAdding(false)} /> : null}
      {editing ? <SiteForm site={editing} accounts={owned} onClose={() => setEditing(undefined)} /> : null}
    </Page>
  );
}

const columns = (edit: (site: SiteView) => void): Column<SiteView>[] => [
  {
    key: 'name',
    header: 'Site',
    cell: (site) => (
      <Stack gap={0}>
        <Anchor component={Link} href={`/sites/${site.id}`} fw={500} fz="sm">
          {site.name}
        </Anchor>
        <Text fz="xs" c="dimmed">
          {site.domain}
        </Text>
      </Stack>
    ),
  },
  { key: 'account', header: 'Account', wide: true, cell: (site) => site.accountName },
  {
    key: 'role',
    header: 'Your role',
    wide: true,
    cell: (site) => site.role.charAt(0).toUpperCase() + site.role.slice(1),
  },
  { key: 'zone', header: 'Time zone', wide: true, cell: (site) => site.timeZone },
  {
    key: 'state',
    header: 'State',
    cell: (site) =>
      site.isActive ? <Badge color="green">Active</Badge> : <Badge color="gray">Inactive</Badge>,
  },
  {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (site) =>
      site.role === 'viewer' ? null : (
        <Button variant="default" onClick={() => edit(site)} aria-label={`Edit ${site.name}`}>
          Edit
        </Button>
      ),
  },
];
