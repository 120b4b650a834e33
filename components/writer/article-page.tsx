'use client';

import { IconDeviceFloppy, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { contentKeys } from '#client/content/keys.ts';
import { type Article, articleQuery, exportUrl, updateArticle } from '#client/content/writer.ts';
import {
  Button,
  ErrorState,
  Grid,
  Page,
  SegmentedControl,
  Skeleton,
  Stack,
  Tabs,
  Text,
  TextInput,
  useAct,
  useHotkeys,
  When,
} from '#components/ui/index.ts';
import { useMayEdit } from '#components/workspace/hooks.ts';
import { useLeaveGuard } from '#components/workspace/leave-guard.ts';
import { ReadOnlyNote } from '#components/workspace/read-only.tsx';
import { STATE_CHOICES } from '#components/workspace/words.ts';
import { ArticleDetails } from './article-details.tsx';
import { ArticleHistory } from './article-history.tsx';
import { ArticleImages } from './article-images.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { useDraft } from './use-draft.ts';

const RichText = dynamic(() => import('#components/ui/rich-text.tsx'), {
  ssr: false,
  loading: () => <Skeleton height={480} />,
});
const PANELS = ['details', 'images', 'history'] as const;

/** One article: its text in the editor, beside it what search engines read, its images and its history. */
export function ArticlePage({ siteId, articleId }: { siteId: string; articleId: string }) {
  const query = useQuery(articleQuery(siteId, articleId));
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return query.data ? <Loaded siteId={siteId} article={query.data} /> : <Skeleton height={600} />;
}

function Loaded({ siteId, article }: { siteId: string; article: Article }) {
  const [panel, setPanel] = useQueryState('panel', parseAsStringLiteral(PANELS).withDefault('details'));
  const mayEdit = useMayEdit(siteId);
  const draft = useDraft(siteId, article);
  const { words, change, dirty, save, conflict } = draft;
  useLeaveGuard(dirty);
  useHotkeys([['mod+S', () => dirty && save.mutate()]], [], true);
  const state = useAct({
    run: (next: Article['state']) => updateArticle(siteId, article, { state: next }),
    refresh: [contentKeys.site(siteId)],
  });
  return (
    <Page
      title={words.title}
      description={
        <>
          {article.wordCount.toLocaleString('en-US')} words · revision {article.revision} · changed{' '}
          <When at={article.updatedAt} />
        </>
      }
      actions={
        <>
          <Button
            component="a"
            href={exportUrl(siteId, article.id)}
            download
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            Export
          </Button>
          {mayEdit ? (
            <Button
              leftSection={<IconDeviceFloppy size={15} aria-hidden />}
              disabled={!dirty}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              {dirty ? 'Save' : 'Saved'}
            </Button>
          ) : null}
        </>
      }
    >
      <ReadOnlyNote siteId={siteId} />
      <Grid gap="lg" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="sm">
            <TextInput
              aria-label="Title"
              size="md"
              value={words.title}
              readOnly={!mayEdit}
              onChange={(event) => change({ title: event.currentTarget.value })}
            />
            <RichText
              html={words.bodyHtml}
              onChange={(bodyHtml) => change({ bodyHtml })}
              editable={mayEdit}
              label="Article"
            />
            <Text fz="xs" c="dimmed">
              {dirty
                ? 'Not saved yet. Ctrl S or ⌘ S saves.'
                : 'All changes are saved; each save is a revision.'}
            </Text>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <SegmentedControl
              fullWidth
              aria-label="State of publication"
              data={STATE_CHOICES}
              value={article.state}
              disabled={!mayEdit || dirty || state.isPending}
              onChange={(value) => state.mutate(value as Article['state'])}
            />
            <Tabs
              value={panel}
              onChange={(next) => setPanel(next as (typeof PANELS)[number])}
              keepMounted={false}
            >
              <Tabs.List grow mb="sm">
                <Tabs.Tab value="details">Details</Tabs.Tab>
                <Tabs.Tab value="images">Images</Tabs.Tab>
                <Tabs.Tab value="history">History</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="details">
                <ArticleDetails
                  words={words}
                  change={change}
                  mayEdit={mayEdit}
                  targetKeywords={article.targetKeywords}
                />
              </Tabs.Panel>
              <Tabs.Panel value="images">
                <ArticleImages siteId={siteId} article={article} mayEdit={mayEdit} dirty={dirty} />
              </Tabs.Panel>
              <Tabs.Panel value="history">
                <ArticleHistory siteId={siteId} article={article} mayEdit={mayEdit && !dirty} />
              </Tabs.Panel>
            </Tabs>
          </Stack>
        </Grid.Col>
      </Grid>
      {conflict ? (
        <ConflictDialog mine={words} theirs={conflict} onMine={draft.keepMine} onTheirs={draft.takeTheirs} />
      ) : null}
    </Page>
  );
}
