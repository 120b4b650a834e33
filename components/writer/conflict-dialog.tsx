'use client';

import type { Article } from '#client/content/writer.ts';
import { Button, Group, Modal, Stack, Text } from '#components/ui/index.ts';
import { DiffView } from './diff-view.tsx';

interface Props {
  mine: { title: string; bodyHtml: string };
  theirs: Article;
  onMine: () => void;
  onTheirs: () => void;
}

/** Somebody else, or a run, saved in between: both versions, and the choice. The other one stays in the history. */
export function ConflictDialog({ mine, theirs, onMine, onTheirs }: Props) {
  return (
    <Modal
      opened
      onClose={() => {}}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title="This article was changed in the meantime"
      size="80rem"
    >
      <Stack gap="md">
        <Text>
          Revision {theirs.revision} was saved while you were writing. Whichever you keep, the other words
          stay in the history.
        </Text>
        <DiffView
          before={{ label: `Revision ${theirs.revision}`, title: theirs.title, html: theirs.bodyHtml }}
          after={{ label: 'Yours, not saved', title: mine.title, html: mine.bodyHtml }}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onTheirs}>
            Take revision {theirs.revision}
          </Button>
          <Button onClick={onMine}>Save mine</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
