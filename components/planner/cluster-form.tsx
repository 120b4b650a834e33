'use client';

import { contentKeys } from '#client/content/keys.ts';
import { type Cluster, createCluster, updateCluster } from '#client/content/planner.ts';
import {
  intoForm,
  Modal,
  Select,
  Stack,
  Textarea,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';
import { SaveButtons } from '#components/workspace/save-buttons.tsx';
import { INTENT_CHOICES } from '#components/workspace/words.ts';

/** Edits a cluster, or makes one by hand. */
export function ClusterForm({
  siteId,
  cluster,
  onClose,
}: {
  siteId: string;
  cluster: Cluster | null;
  onClose: () => void;
}) {
  const form = useForm({
    initialValues: {
      name: cluster?.name ?? '',
      description: cluster?.description ?? '',
      intent: cluster?.intent ?? null,
    },
    validate: { name: (value) => (value.trim() ? null : 'A cluster needs a name.') },
  });
  const save = useAct({
    run: (values: typeof form.values) =>
      cluster ? updateCluster(siteId, cluster, values) : createCluster(siteId, values),
    done: () => 'Cluster saved.',
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
    onError: intoForm(form),
  });
  return (
    <Modal opened onClose={onClose} title={cluster ? 'Edit cluster' : 'New cluster'}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="md">
          <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
          <Textarea
            label="Description"
            description="What the people behind these searches want. It helps the ideas."
            autosize
            minRows={3}
            {...form.getInputProps('description')}
          />
          <Select
            label="Intent"
            placeholder="Not known"
            clearable
            data={INTENT_CHOICES}
            {...form.getInputProps('intent')}
          />
          <SaveButtons onClose={onClose} saving={save.isPending} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Modal>
  );
}
