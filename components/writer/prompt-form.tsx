'use client';

import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { createImagePrompt, type ImagePrompt, updateImagePrompt } from '#client/content/writer.ts';
import { Modal, SegmentedControl, Stack, Textarea, TextInput, useAct } from '#components/ui/index.ts';
import { SaveButtons } from '#components/workspace/save-buttons.tsx';

interface Props {
  siteId: string;
  articleId: string;
  prompt: ImagePrompt | null;
  hasFeatured: boolean;
  onClose: () => void;
}

/** Edits an image prompt, or adds one. */
export function PromptForm({ siteId, articleId, prompt, hasFeatured, onClose }: Props) {
  const [text, setText] = useState(prompt?.prompt ?? '');
  const [altText, setAltText] = useState(prompt?.altText ?? '');
  const [placement, setPlacement] = useState<ImagePrompt['placement']>(
    prompt?.placement ?? (hasFeatured ? 'in_article' : 'featured'),
  );
  const save = useAct({
    run: () =>
      prompt
        ? updateImagePrompt(siteId, prompt, { prompt: text, altText })
        : createImagePrompt(siteId, { articleId, placement, prompt: text, altText }),
    done: () => 'Prompt saved.',
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={prompt ? 'Edit prompt' : 'Add a prompt'} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md">
          {prompt || hasFeatured ? null : (
            <SegmentedControl
              aria-label="Place"
              value={placement}
              onChange={(value) => setPlacement(value as ImagePrompt['placement'])}
              data={[
                { value: 'featured', label: 'Featured' },
                { value: 'in_article', label: 'In the article' },
              ]}
            />
          )}
          <Textarea
            label="Prompt"
            description="What is seen, the light and the framing."
            autosize
            minRows={4}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label="Description"
            description="For those who cannot see the image."
            value={altText}
            onChange={(event) => setAltText(event.currentTarget.value)}
          />
          <SaveButtons onClose={onClose} saving={save.isPending} disabled={!text.trim()} />
        </Stack>
      </form>
    </Modal>
  );
}
