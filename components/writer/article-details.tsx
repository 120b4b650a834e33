'use client';

import type { ArticleChange } from '#client/content/writer.ts';
import { Badge, Group, Stack, TagsInput, Text, Textarea, TextInput } from '#components/ui/index.ts';

const BEST = { title: 60, description: 155 };

interface Props {
  words: Required<Omit<ArticleChange, 'state'>>;
  change: (change: ArticleChange) => void;
  mayEdit: boolean;
  targetKeywords: string[];
}

/** What search engines and lists show of the article. */
export function ArticleDetails({ words, change, mayEdit, targetKeywords }: Props) {
  const length = (text: string, best: number) =>
    `${text.length} of ${best} characters${text.length > best ? ': search engines will cut it' : ''}`;
  return (
    <Stack gap="md">
      <TextInput
        label="Meta title"
        description={length(words.metaTitle, BEST.title)}
        value={words.metaTitle}
        readOnly={!mayEdit}
        onChange={(event) => change({ metaTitle: event.currentTarget.value })}
      />
      <Textarea
        label="Meta description"
        description={length(words.metaDescription, BEST.description)}
        autosize
        minRows={3}
        value={words.metaDescription}
        readOnly={!mayEdit}
        onChange={(event) => change({ metaDescription: event.currentTarget.value })}
      />
      <TextInput
        label="Address"
        description="The last part of its web address. Links to it use it."
        value={words.slug}
        readOnly={!mayEdit}
        onChange={(event) => change({ slug: event.currentTarget.value })}
      />
      <TagsInput label="Tags" value={words.tags} readOnly={!mayEdit} onChange={(tags) => change({ tags })} />
      {targetKeywords.length > 0 ? (
        <Stack gap={4}>
          <Text fz="sm" fw={500}>
            Written for
          </Text>
          <Group gap={6}>
            {targetKeywords.map((keyword) => (
              <Badge key={keyword} variant="default" tt="none">
                {keyword}
              </Badge>
            ))}
          </Group>
        </Stack>
      ) : null}
    </Stack>
  );
}
