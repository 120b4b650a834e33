'use client';

import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { addKeywords, type Keyword } from '#client/content/planner.ts';
import {
  Button,
  Group,
  Modal,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  useAct,
} from '#components/ui/index.ts';
import { counted, INTENT_CHOICES } from '#components/workspace/words.ts';

/** One keyword a line; of cells out of a spreadsheet the first is the keyword and a number in the second its volume. */
function readLines(text: string, common: { intent: Keyword['intent']; country: string }) {
  const lines = text.split(/\r?\n/).map((line) => line.split('\t').map((cell) => cell.trim()));
  return lines
    .filter(([keyword]) => keyword)
    .map(([keyword = '', volume = '']) => ({
      keyword,
      ...common,
      ...(/^[\d., ]+$/.test(volume) ? { volume: Number(volume.replace(/\D/g, '')) } : {}),
    }));
}

/** Adds keywords: one by hand or many pasted, one a line. */
export function AddKeywords({ siteId, onClose }: { siteId: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const [intent, setIntent] = useState<Keyword['intent']>(null);
  const [country, setCountry] = useState('');
  // Reading ten thousand lines must not hold up the typing; what is sent is read from the field itself.
  const counting = useDeferredValue(text);
  const lines = useMemo(() => readLines(counting, { intent: null, country: '' }).length, [counting]);
  const add = useAct({
    run: () =>
      addKeywords(siteId, readLines(field.current?.value ?? '', { intent, country: country.trim() })),
    done: ({ added, merged }) =>
      `${counted(added, 'keyword')} added${merged > 0 ? `, ${merged} merged with those that were there` : ''}.`,
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title="Add keywords" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Keywords"
            description="One a line. Cells pasted from a spreadsheet may carry the search volume in the second column."
            placeholder={'best garden hose\nhow to water roses\ndrip irrigation kit'}
            ref={field}
            rows={12}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <Group grow align="flex-start">
            <Select
              label="Intent"
              placeholder="Not known"
              clearable
              data={INTENT_CHOICES}
              value={intent}
              onChange={(value) => setIntent(value as Keyword['intent'])}
            />
            <TextInput
              label="Country"
              placeholder="Everywhere, or two letters"
              maxLength={2}
              value={country}
              onChange={(event) => setCountry(event.currentTarget.value)}
            />
          </Group>
          <Group justify="space-between">
            <Text c="dimmed" fz="sm" aria-live="polite">
              {lines === 0
                ? 'Duplicates are merged.'
                : `${counted(lines, 'line')} read. Duplicates are merged.`}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={add.isPending} disabled={lines === 0}>
                Add {lines > 0 ? counted(lines, 'keyword') : 'keywords'}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
