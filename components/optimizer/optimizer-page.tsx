'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import type { OptimizationRow } from '#client/content/improve.ts';
import { AiButton } from '#components/runs/index.ts';
import {
  Anchor,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Page,
  Section,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { ArticlePicker } from '#components/workspace/article-picker.tsx';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit, useRefresh } from '#components/workspace/hooks.ts';
import { READ_ONLY, ReadOnlyNote } from '#components/workspace/read-only.tsx';
import { ProposalDialog } from './proposal-dialog.tsx';

const filters = { state: parseAsStringLiteral(['proposed', 'accepted', 'refused']), open: parseAsString };
const STATE_CHOICES = [
  { value: 'proposed' as const, label: 'To decide' },
  { value: 'accepted' as const, label: 'Accepted' },
  { value: 'refused' as const, label: 'Refused' },
];

/** Articles rated and rewritten by AI: scores before and after, and the new text to accept or refuse. */
export function OptimizerPage({ siteId }: { siteId: string }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [{ state, open }, setState] = useQueryStates(filters);
  const mayEdit = useMayEdit(siteId);
  const refresh = useRefresh(siteId);
  const { list, rows } = useList<OptimizationRow>(siteId, 'optimizations', { limit: 50, state });
  return (
    <Page title="Optimizer" description="Rates articles, improves them, and shows what changed before anything is replaced.">
      <ReadOnlyNote siteId={siteId} />
      <Section title="Improve articles" description="Charged directly, at the price of the site’s text model.">
        <Stack gap="md">
          <ArticlePicker siteId={siteId} value={chosen} onChange={setChosen} disabled={!mayEdit} />
          <AiButton
            operation="optimize_content"
            siteId={siteId}
            label="Optimize"
            input={mayEdit && chosen.length > 0 ? { articleIds: chosen } : null}
            emptyReason={mayEdit ? 'Choose the articles to improve.' : READ_ONLY}
            onDone={refresh}
          />
        </Stack>
      </Section>
      <Group>
        <Filter label="Any state" value={state} choices={STATE_CHOICES} onChange={(value) => setState({ state: value })} />
      </Group>
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      <DataTable
        label="Results"
        columns={columns((id) => setState({ open: id }))}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        empty={<EmptyState title="No results yet" description="Choose articles above and press Optimize; each result waits here for your decision." />}
      />
      <LoadMore query={list} />
      {open ? <ProposalDialog siteId={siteId} id={open} mayEdit={mayEdit} onClose={() => setState({ open: null })} /> : null}
    </Page>
  );
}

const overall = (row: OptimizationRow) => row.scores.find((score) => score.name === 'overall') ?? row.scores[0];

const columns = (onOpen: (id: string) => void): Column<OptimizationRow>[] => [
  {
    key: 'article',
    header: 'Article',
    cell: (row) => (
      <Anchor component="button" type="button" ta="left" fz="sm" fw={500} onClick={() => onOpen(row.id)}>
        {row.articleTitle}
      </Anchor>
    ),
  },
  {
    key: 'score',
    header: 'Score',
    cell: (row) => {
      const score = overall(row);
      return score ? (
        <Text fz="sm">
          {score.before} → <strong>{score.after}</strong>
        </Text>
      ) : (
        '–'
      );
    },
  },
  {
    key: 'state',
    header: 'State',
    cell: (row) => (
      <StatusBadge
        status={row.state}
        label={row.state === 'proposed' ? 'To decide' : row.state === 'accepted' ? 'Accepted' : 'Refused'}
        tone={row.state === 'proposed' ? 'yellow' : row.state === 'accepted' ? 'green' : 'gray'}
      />
    ),
  },
  { key: 'at', header: 'When', wide: true, cell: (row) => <When at={row.createdAt} /> },
];
