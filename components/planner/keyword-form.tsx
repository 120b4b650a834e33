'use client';

import { contentKeys } from '#client/content/keys.ts';
import { type Keyword, updateKeyword } from '#client/content/planner.ts';
import {
  intoForm,
  Modal,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';
import { SaveButtons } from '#components/workspace/save-buttons.tsx';
import { INTENT_CHOICES } from '#components/workspace/words.ts';

const figure = (value: string | number) => (value === '' ? null : Number(value));

/** Edits one keyword. */
export function KeywordForm({
  siteId,
  keyword,
  onClose,
}: {
  siteId: string;
  keyword: Keyword;
  onClose: () => void;
}) {
  const form = useForm({
    initialValues: {
      keyword: keyword.keyword,
      volume: (keyword.volume ?? '') as string | number,
      difficulty: (keyword.difficulty ?? '') as string | number,
      intent: keyword.intent,
      country: keyword.country,
      archived: keyword.status === 'archived',
    },
    validate: { keyword: (value) => (value.trim() ? null : 'A keyword needs at least one character.') },
  });
  const save = useAct({
    run: (values: typeof form.values) =>
      updateKeyword(siteId, keyword, {
        ...values,
        volume: figure(values.volume),
        difficulty: figure(values.difficulty),
      }),
    done: () => 'Keyword saved.',
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
    onError: intoForm(form),
  });
  return (
    <Modal opened onClose={onClose} title="Edit keyword">
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="md">
          <TextInput label="Keyword" data-autofocus {...form.getInputProps('keyword')} />
          <SimpleGrid cols={2}>
            <NumberInput
              label="Volume"
              description="Searches a month"
              min={0}
              allowDecimal={false}
              thousandSeparator=","
              {...form.getInputProps('volume')}
            />
            <NumberInput
              label="Difficulty"
              description="0 is easy, 100 is hard"
              min={0}
              max={100}
              allowDecimal={false}
              {...form.getInputProps('difficulty')}
            />
            <Select
              label="Intent"
              placeholder="Not known"
              clearable
              data={INTENT_CHOICES}
              {...form.getInputProps('intent')}
            />
            <TextInput
              label="Country"
              placeholder="Everywhere"
              maxLength={2}
              {...form.getInputProps('country')}
            />
          </SimpleGrid>
          <Switch
            label="Archived: kept, and left out of automation"
            {...form.getInputProps('archived', { type: 'checkbox' })}
          />
          <SaveButtons onClose={onClose} saving={save.isPending} disabled={!form.isDirty()} />
        </Stack>
      </form>
    </Modal>
  );
}
