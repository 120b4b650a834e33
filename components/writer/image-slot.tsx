'use client';

import { contentKeys } from '#client/content/keys.ts';
import { restoreMany } from '#client/content/planner.ts';
import {
  type ImagePrompt,
  removeImagePrompt,
  type StoredImage,
  updateImage,
} from '#client/content/writer.ts';
import { AiButton } from '#components/runs/index.ts';
import {
  Box,
  Button,
  Group,
  Menu,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  useAct,
} from '#components/ui/index.ts';
import { useRefresh } from '#components/workspace/hooks.ts';
import { RowMenu } from '#components/workspace/row-menu.tsx';
import { ImageCard } from './image-card.tsx';

interface Props {
  siteId: string;
  prompt: ImagePrompt | null;
  images: StoredImage[];
  tier: string | null;
  mayEdit: boolean;
  onEdit: (prompt: ImagePrompt) => void;
}

/** One place for a picture: its prompt, the picture that is shown, and others to show instead. */
export function ImageSlot({ siteId, prompt, images, tier, mayEdit, onEdit }: Props) {
  const refresh = useRefresh(siteId);
  const remove = useAct({
    run: (gone: ImagePrompt) => removeImagePrompt(siteId, gone),
    done: () => 'Prompt removed.',
    undo: (_, gone) => () => restoreMany(siteId, 'image-prompts', { ids: [gone.id] }),
    refresh: [contentKeys.site(siteId)],
  });
  const place = prompt ?? images[0];
  if (!place) return null;
  const name = place.placement === 'featured' ? 'Featured image' : `Image ${place.position} in the article`;
  return (
    <Box
      component="section"
      aria-label={name}
      p="sm"
      style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8 }}
    >
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text fw={600} fz="sm">
            {name}
          </Text>
          {prompt && mayEdit ? (
            <RowMenu label={name}>
              <Menu.Item onClick={() => onEdit(prompt)}>Edit prompt …</Menu.Item>
              <Menu.Item color="red" onClick={() => remove.mutate(prompt)}>
                Remove prompt
              </Menu.Item>
            </RowMenu>
          ) : null}
        </Group>
        {prompt ? (
          <Text fz="sm" c="dimmed">
            {prompt.prompt}
          </Text>
        ) : null}
        {images.length > 0 ? (
          <SimpleGrid cols={images.length === 1 ? 1 : 2} spacing="xs">
            {images.map((image) => (
              <Picture key={image.id} siteId={siteId} image={image} mayEdit={mayEdit} />
            ))}
          </SimpleGrid>
        ) : null}
        {prompt && mayEdit && images.length > 0 ? (
          <AiButton
            operation="generate_images"
            siteId={siteId}
            label="Make another"
            variant="default"
            own
            input={{ imagePromptIds: [prompt.id], ...(tier ? { tier } : {}) }}
            onDone={refresh}
          />
        ) : null}
      </Stack>
    </Box>
  );
}

function Picture({ siteId, image, mayEdit }: { siteId: string; image: StoredImage; mayEdit: boolean }) {
  const change = useAct({
    run: (next: { altText?: string; isPlaced?: boolean }) => updateImage(siteId, image, next),
    done: (_, next) =>
      next.altText === undefined
        ? next.isPlaced
          ? 'Shown in the article.'
          : 'Taken out of the article.'
        : 'Description saved.',
    refresh: [contentKeys.site(siteId)],
  });
  return (
    <ImageCard image={image}>
      {mayEdit ? (
        <Stack gap={6}>
          <TextInput
            size="xs"
            label="Description for those who cannot see it"
            key={image.altText}
            defaultValue={image.altText}
            onBlur={(event) =>
              event.currentTarget.value.trim() !== image.altText &&
              change.mutate({ altText: event.currentTarget.value })
            }
          />
          <Button
            variant="default"
            size="xs"
            loading={change.isPending}
            onClick={() => change.mutate({ isPlaced: !image.isPlaced })}
          >
            {image.isPlaced ? 'Take out' : 'Show this one'}
          </Button>
        </Stack>
      ) : null}
    </ImageCard>
  );
}
