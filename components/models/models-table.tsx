'use client';

import { IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { type ModelChange, type ModelView, modelsQuery } from '#client/models.ts';
import {
  ActionIcon,
  Anchor,
  BulkBar,
  Button,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  Menu,
  Radio,
  SearchInput,
  Select,
  Stack,
  StatusBadge,
  Text,
} from '#components/ui/index.ts';
import { BulkActs } from './bulk-acts.tsx';
import { CostCell } from './cost-cell.tsx';
import { LifecycleDialog } from './lifecycle-dialog.tsx';
import { EndBadge, ModelState } from './model-state.tsx';
import classes from './models-table.module.css';
import { PriceCell } from './price-cell.tsx';
import type { Act } from './undo.ts';
import { useModelEdit } from './use-model-edit.tsx';

const filters = {
  search: parseAsString.withDefault(''),
  modelType: parseAsStringLiteral(['text', 'image']),
  status: parseAsStringLiteral(['active', 'standby', 'inactive', 'retired']),
  sort: parseAsString.withDefault(''),
};

/** All models: search, filter, sort and edit in place; every act on a model's life through one dialog. */
export function ModelsTable({ onAdd }: { onAdd: () => void }) {
  const [state, setState] = useQueryStates(filters);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<{ model: ModelView; act: Act }>();
  const { search, modelType, status, sort } = state;
  const query = useQuery(modelsQuery({ search, modelType, status, sort: sort || undefined }));
  const rows = query.data?.data;
  const edit = useModelEdit();
  const filtered = Boolean(search || modelType || status);
  const ask = (act: Act) => (model: ModelView) => setAsked({ model, act });
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <SearchInput
          label="Search models"
          value={search}
          onChange={(text) => setState({ search: text || null })}
        />
        <Select
          size="xs"
          w={130}
          aria-label="Type"
          placeholder="Any type"
          clearable
          data={[
            { value: 'text', label: 'Text' },
            { value: 'image', label: 'Image' },
          ]}
          value={modelType}
          onChange={(value) => setState({ modelType: value as 'text' | 'image' | null })}
        />
        <Select
          size="xs"
          w={140}
          aria-label="State"
          placeholder="Any state"
          clearable
          data={['active', 'standby', 'inactive', 'retired'].map((value) => ({
            value,
            label: value.charAt(0).toUpperCase() + value.slice(1),
          }))}
          value={status}
          onChange={(value) => setState({ status: value as typeof status })}
        />
      </Group>
      <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
        <BulkActs
          models={rows?.filter((row) => selected.has(row.id)) ?? []}
          onDone={() => setSelected(new Set())}
        />
      </BulkBar>
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      <DataTable
        label="Models"
        columns={columns(ask, (model) => (change) => edit.save({ model, change }))}
        rows={rows}
        rowId={(model) => model.id}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        selection={{
          selected,
          onChange: setSelected,
          label: (id) => rows?.find((row) => row.id === id)?.displayName ?? '',
        }}
        empty={
          filtered ? (
            <EmptyState
              title="No model fits the filters"
              action={
                <Button variant="default" onClick={() => setState(null)}>
                  Clear the filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="No models yet"
              description="Add the first one; it becomes a choice when it has a price and its provider a key."
              action={<Button onClick={onAdd}>Add model</Button>}
            />
          )
        }
      />
      {edit.dialog}
      <LifecycleDialog model={asked?.model} act={asked?.act} onClose={() => setAsked(undefined)} />
    </Stack>
  );
}

const columns = (
  ask: (act: Act) => (model: ModelView) => void,
  save: (model: ModelView) => (change: ModelChange) => void,
): Column<ModelView>[] => [
  {
    key: 'name',
    header: 'Model',
    sort: 'display_name',
    cell: (model) => (
      <Stack gap={0}>
        <Anchor
          component={Link}
          href={`/admin/models/${model.id}`}
          fw={500}
          fz="sm"
          className={classes.name ?? ''}
        >
          {model.displayName}
        </Anchor>
        <Text fz="xs" c="dimmed" ff="monospace" className={classes.name ?? ''}>
          {model.modelName}
        </Text>
      </Stack>
    ),
  },
  {
    key: 'state',
    header: 'State',
    cell: (model) => (
      <Group gap={4} miw={{ base: 0, sm: 150 }}>
        <ModelState model={model} />
        <EndBadge model={model} />
      </Group>
    ),
  },
  { key: 'price', header: 'Price', cell: (model) => <PriceCell model={model} /> },
  {
    key: 'tier',
    header: 'Tier',
    wide: true,
    cell: (model) => (model.qualityTier ? <StatusBadge status={model.qualityTier} /> : '–'),
  },
  {
    key: 'default',
    header: 'Default',
    wide: true,
    cell: (model) => (
      <Radio
        size="xs"
        name={`default-${model.modelType}`}
        aria-label={`Default ${model.modelType} model: ${model.displayName}`}
        checked={model.isDefault}
        disabled={model.status !== 'active'}
        onChange={() => ask('default')(model)}
      />
    ),
  },
  {
    key: 'cost',
    header: 'Cost to us',
    wide: true,
    cell: (model) => <CostCell model={model} save={save(model)} />,
  },
  { key: 'provider', header: 'Provider', wide: true, cell: (model) => model.provider.name },
  {
    key: 'type',
    header: 'Type',
    wide: true,
    cell: (model) => (model.modelType === 'text' ? 'Text' : 'Image'),
  },
  { key: 'sites', header: 'Sites', align: 'right', wide: true, cell: (model) => model.siteCount },
  {
    key: 'actions',
    header: '',
    align: 'right',
    width: 48,
    cell: (model) => <RowMenu model={model} ask={ask} />,
  },
];

function RowMenu({ model, ask }: { model: ModelView; ask: (act: Act) => (model: ModelView) => void }) {
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${model.displayName}`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={`/admin/models/${model.id}`}>
          Open
        </Menu.Item>
        {model.status === 'active' ? (
          <Menu.Item onClick={() => ask('deactivate')(model)}>Deactivate …</Menu.Item>
        ) : (
          <Menu.Item onClick={() => ask('activate')(model)}>Activate …</Menu.Item>
        )}
        {model.status === 'active' && !model.isDefault ? (
          <Menu.Item onClick={() => ask('default')(model)}>Make it the default …</Menu.Item>
        ) : null}
        {model.status === 'retired' ? null : (
          <Menu.Item onClick={() => ask('retire')(model)}>Retire …</Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item color="red" onClick={() => ask('delete')(model)}>
          Delete …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
