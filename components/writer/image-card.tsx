import Link from 'next/link';
import type { ReactNode } from 'react';
import type { StoredImage } from '#client/content/writer.ts';
import { Anchor, Badge, Box, Group, Image, Stack, Text } from '#components/ui/index.ts';

/** A picture with where it stands and what made it. */
export function ImageCard({
  image,
  href,
  children,
}: {
  image: StoredImage;
  href?: string;
  children?: ReactNode;
}) {
  const picture = (
    <Image
      src={image.url}
      alt={image.altText}
      radius="sm"
      h={140}
      fit="cover"
      loading="lazy"
      bg="var(--app-hover)"
    />
  );
  return (
    <Stack gap={6}>
      <Box pos="relative">
        {href ? (
          <Anchor component={Link} href={href} aria-label={`${image.altText || 'Image'}: open its article`}>
            {picture}
          </Anchor>
        ) : (
          picture
        )}
        {image.isPlaced ? (
          <Badge pos="absolute" top={6} left={6} variant="filled">
            In the article
          </Badge>
        ) : null}
      </Box>
      <Text fz="xs" lineClamp={1}>
        {href ? image.articleTitle : image.altText || 'No description'}
      </Text>
      <Group gap={6} c="dimmed" fz="xs">
        <span>{image.placement === 'featured' ? 'Featured' : `In the article, ${image.position}`}</span>
        <span>
          {image.width} × {image.height}
        </span>
        {image.model ? <span>{image.model}</span> : null}
      </Group>
      {children}
    </Stack>
  );
}
