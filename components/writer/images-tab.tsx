'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import type { ImagePrompt, StoredImage } from '#client/content/writer.ts';
import {
  Anchor,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  LoadMore,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
} from '#components/ui/index.ts';
import { useList, useSelection } from '#components/workspace/hooks.ts';
import { StepButton } from '#components/workspace/step-button.tsx';
import { ImageCard } from './image-card.tsx';
import { TierChoice } from './tier-choice.tsx';

const nameOf = (row: ImagePrompt) => row.prompt;

/** Prompts that wait for their image, and the images that are there. */
export function ImagesTab({ siteId }: { siteId: string }) {
  const [tier, setTier] = useState<string | null>(null);
  const { list: waiting, rows: prompts } = useList<ImagePrompt>(siteId, 'image-prompts', {
    withoutImage: true,
    limit: 100,
  });
  const { list, rows } = useList<StoredImage>(siteId, 'images', { limit: 48 });
  const work = useSelection(siteId, prompts, nameOf);
  const columns = useMemo(() => promptColumns(siteId), [siteId]);
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <StepButton
          siteId={siteId}
          operation="generate_images"
          label="Generate images"
          work={work}
          input={(imagePromptIds) => ({ imagePromptIds, ...(tier ? { tier } : {}) })}
          ask="Select prompts below to have their images made."
          beside={work.mayEdit ? <TierChoice value={tier} onChange={setTier} /> : null}
        />
        {waiting.error ? <ErrorState error={waiting.error} retry={() => waiting.refetch()} /> : null}
        <DataTable
          label="Prompts without an image"
          columns={columns}
          rows={waiting.error ? [] : prompts}
          rowId={(row) => row.id}
          {...(work.mayEdit ? { selection: work.selection } : {})}
          skeletonRows={3}
          empty={
            <EmptyState
              title="No prompt waits for an image"
              description="Select articles on the Articles tab and press Extract prompts."
            />
          }
        />
        <LoadMore query={waiting} />
      </Stack>
      <Title order={2}>Images</Title>
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        {rows
          ? rows.map((image) => (
              <ImageCard
                key={image.id}
                image={image}
                href={`/sites/${siteId}/writer/${image.articleId}?panel=images`}
              />
            ))
          : Array.from({ length: 5 }, (_, n) => `skeleton-${n}`).map((key) => (
              <Skeleton key={key} height={150} />
            ))}
      </SimpleGrid>
      {rows?.length === 0 ? (
        <EmptyState
          title="No images yet"
          description="They appear here when prompts have been turned into pictures."
        />
      ) : null}
      <LoadMore query={list} />
    </Stack>
  );
}

const promptColumns = (siteId: string): Column<ImagePrompt>[] => [
  {
    key: 'prompt',
    header: 'Prompt without an image',
    cell: (row) => (
      <Text fz="sm" lineClamp={2} maw={640}>
        {row.prompt}
      </Text>
    ),
  },
  {
    key: 'place',
    header: 'Place',
    wide: true,
    cell: (row) => (row.placement === 'featured' ? 'Featured' : `In the article, ${row.position}`),
  },
  {
    key: 'article',
    header: 'Article',
    cell: (row) => (
      <Anchor component={Link} href={`/sites/${siteId}/writer/${row.articleId}?panel=images`} fz="sm">
        {row.articleTitle}
      </Anchor>
    ),
  },
];
