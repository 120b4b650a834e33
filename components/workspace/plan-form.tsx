'use client';

import { contentKeys } from '#client/content/keys.ts';
import type { Idea, PlanChange } from '#client/content/planner.ts';
import {
  Drawer,
  intoForm,
  Select,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';
import { SaveButtons } from '#components/workspace/save-buttons.tsx';
import { CONTENT_TYPE_CHOICES } from './words.ts';

/** What an idea and a task have in common. */
type Plan = Required<PlanChange> & { notes: string };

interface Props {
  siteId: string;
  title: string;
  /** Null: a new one. */
  plan: Plan | null;
  notes: { label: string; description: string };
  save: (plan: Plan) => Promise<unknown>;
  onClose: () => void;
}

const EMPTY: Plan = { title: '', contentType: 'article', notes: '', outline: [], targetKeywords: [] };

/** Edits what is to be written: title, form, outline and keywords. */
export function PlanForm({ siteId, title, plan, notes, save, onClose }: Props) {
  const start = plan ?? EMPTY;
  const form = useForm({
    initialValues: { ...start, outline: start.outline.join('\n') },
    validate: { title: (value) => (value.trim() ? null : 'A title is needed.') },
  });
  const saving = useAct({
    run: (values: typeof form.values) =>
      save({
        ...values,
        outline: values.outline
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      }),
    done: () => 'Saved.',
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
    onError: intoForm(form),
  });
  return (
    <Drawer opened onClose={onClose} title={title} position="right" size="lg">
      <form onSubmit={form.onSubmit((values) => saving.mutate(values))}>
        <Stack gap="md">
          <TextInput label="Title" data-autofocus {...form.getInputProps('title')} />
          <Select
            label="Form"
            allowDeselect={false}
            data={CONTENT_TYPE_CHOICES}
            {...form.getInputProps('contentType')}
            onChange={(value) => form.setFieldValue('contentType', value as Idea['contentType'])}
          />
          <Textarea
            label={notes.label}
            description={notes.description}
            autosize
            minRows={3}
            {...form.getInputProps('notes')}
          />
          <Textarea
            label="Outline"
            description="One heading a line."
            autosize
            minRows={5}
            {...form.getInputProps('outline')}
          />
          <TagsInput
            label="Target keywords"
            description="Enter adds one."
            {...form.getInputProps('targetKeywords')}
          />
          <SaveButtons onClose={onClose} saving={saving.isPending} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Drawer>
  );
}
