'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type Article,
  articleImagesQuery,
  articlePromptsQuery,
  type ImagePrompt,
  type StoredImage,
} from '#client/content/writer.ts';
import { AiButton } from '#components/runs/index.ts';
import { Alert, Button, EmptyState, ErrorState, Group, Skeleton, Stack, Text } from '#components/ui/index.ts';
import { useRefresh } from '#components/workspace/hooks.ts';
import { ImageSlot } from './image-slot.tsx';
import { PromptForm } from './prompt-form.tsx';
import { TierChoice } from './tier-choice.tsx';

interface Props {
  siteId: string;
  article: Article;
  mayEdit: boolean;
  dirty: boolean;
}

/** The article's image prompts, each with the pictures made of it. */
export function ArticleImages({ siteId, article, mayEdit, dirty }: Props) {
  const [tier, setTier] = useState<string | null>(null);
  const [edited, setEdited] = useState<ImagePrompt | 'new'>();
  const refresh = useRefresh(siteId);
  const prompts = useQuery({ ...articlePromptsQuery(siteId, article.id), staleTime: 0 });
  const images = useQuery({ ...articleImagesQuery(siteId, article.id), staleTime: 0 });
  const error = prompts.error ?? images.error;
  if (error) return <ErrorState error={error} />;
  if (!prompts.data || !images.data) return <Skeleton height={240} />;
  const all = images.data.data;
  const places = placesOf(prompts.data.data, all);
  const waiting = prompts.data.data.filter((prompt) => prompt.imageCount === 0).map((prompt) => prompt.id);
  return (
    <Stack gap="md">
      {dirty ? <Alert color="yellow">Save the text first: images are placed into it.</Alert> : null}
      {mayEdit ? (
        <Group align="flex-start">
          <AiButton
            operation="generate_image_prompts"
            siteId={siteId}
            label={places.length > 0 ? 'Extract prompts anew' : 'Extract prompts'}
            variant={places.length > 0 ? 'default' : 'filled'}
            input={dirty ? null : { articleIds: [article.id] }}
            emptyReason="Save the text first."
            onDone={refresh}
          />
          <AiButton
            operation="generate_images"
            siteId={siteId}
            label="Generate images"
            input={
              dirty || waiting.length === 0 ? null : { imagePromptIds: waiting, ...(tier ? { tier } : {}) }
            }
            emptyReason={dirty ? 'Save the text first.' : 'Every prompt has its image.'}
            beside={<TierChoice value={tier} onChange={setTier} />}
            onDone={refresh}
          />
        </Group>
      ) : null}
      {places.map(({ prompt, made }) => (
        <ImageSlot
          key={prompt?.id ?? made[0]?.id ?? ''}
          siteId={siteId}
          prompt={prompt}
          images={made}
          tier={tier}
          mayEdit={mayEdit && !dirty}
          onEdit={setEdited}
        />
      ))}
      {places.length === 0 ? (
        <EmptyState
          title="No images yet"
          description="Extract prompts from the text, or write one yourself."
        />
      ) : null}
      {mayEdit ? (
        <Button variant="default" onClick={() => setEdited('new')}>
          Add a prompt
        </Button>
      ) : null}
      {places.length > 0 ? (
        <Text fz="xs" c="dimmed">
          Images stand after the first paragraph of their section; drag them elsewhere in the text.
        </Text>
      ) : null}
      {edited ? (
        <PromptForm
          siteId={siteId}
          articleId={article.id}
          prompt={edited === 'new' ? null : edited}
          hasFeatured={places.some(({ prompt }) => prompt?.placement === 'featured')}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </Stack>
  );
}

/** Each place with its prompt and its pictures; pictures whose prompt is gone keep their place. */
function placesOf(
  prompts: ImagePrompt[],
  images: StoredImage[],
): { prompt: ImagePrompt | null; made: StoredImage[] }[] {
  const at = (row: { placement: string; position: number }) => `${row.placement}:${row.position}`;
  const described = prompts.map((prompt) => ({
    prompt,
    made: images.filter((image) => at(image) === at(prompt)),
  }));
  const known = new Set(prompts.map(at));
  const others = Map.groupBy(
    images.filter((image) => !known.has(at(image))),
    at,
  );
  return [...described, ...[...others.values()].map((made) => ({ prompt: null, made }))];
}
