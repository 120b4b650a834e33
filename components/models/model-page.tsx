'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { modelQuery } from '#client/models.ts';
import { History } from '#components/audit/history.tsx';
import { Anchor, Badge, Button, ErrorState, Group, Menu, Page, Skeleton } from '#components/ui/index.ts';
import { LifecycleDialog } from './lifecycle-dialog.tsx';
import { ModelFacts } from './model-facts.tsx';
import { ModelForm } from './model-form.tsx';
import { EndBadge, ModelState } from './model-state.tsx';
import { Prices } from './prices.tsx';
import type { Act } from './undo.ts';
import { UsedBy } from './used-by.tsx';

export function ModelPage({ id }: { id: string }) {
  const router = useRouter();
  const { data: model, error, refetch } = useQuery(modelQuery(id));
  const [act, setAct] = useState<Act>();
  const [editing, setEditing] = useState(false);
  if (error) return <ErrorState error={error} retry={() => refetch()} />;
  if (!model) return <Skeleton height={400} />;
  return (
    <Page
      title={
        <Group gap="sm">
          {model.displayName}
          <ModelState model={model} />
          {model.isDefault ? <Badge>Default {model.modelType} model</Badge> : null}
          <EndBadge model={model} />
        </Group>
      }
      description={
        <>
          {model.label} · {model.modelType === 'text' ? 'Text' : 'Image'} ·{' '}
          <Anchor component={Link} href={`/admin/providers/${model.providerId}`} underline="always">
            {model.provider.name}
          </Anchor>
          {model.servedReason ? ` · ${model.servedReason}` : ''}
        </>
      }
      actions={
        <>
          <Button variant="default" onClick={() => setEditing(true)}>
            Edit facts
          </Button>
          {model.status === 'active' ? null : <Button onClick={() => setAct('activate')}>Activate</Button>}
          <Menu position="bottom-end" width={210}>
            <Menu.Target>
              <Button variant="default">More</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {model.status === 'active' && !model.isDefault ? (
                <Menu.Item onClick={() => setAct('default')}>Make it the default …</Menu.Item>
              ) : null}
              {model.status === 'active' ? (
                <Menu.Item onClick={() => setAct('deactivate')}>Deactivate …</Menu.Item>
              ) : null}
              {model.status === 'retired' ? null : (
                <Menu.Item onClick={() => setAct('retire')}>Retire …</Menu.Item>
              )}
              <Menu.Item color="red" onClick={() => setAct('delete')}>
                Delete …
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <Prices model={model} />
      <ModelFacts model={model} />
      <UsedBy modelId={model.id} />
      <History objectId={model.id} />
      <LifecycleDialog
        model={model}
        act={act}
        onClose={() => setAct(undefined)}
        onDeleted={() => router.push('/admin/models')}
      />
      {editing ? <ModelForm model={model} onClose={() => setEditing(false)} /> : null}
    </Page>
  );
}
