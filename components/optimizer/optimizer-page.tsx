'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { OptimizationRow } from '#client/content/improve.ts';
import {
  Anchor,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  Group,
  LoadMore,
  Page,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { ArticleStep } from '#components/workspace/article-step.tsx';
import { Filter } from '#components/workspace/filter.tsx';
import { useList, useMayEdit } from '#components/workspace/hooks.ts';
import { ReadOnlyNote } from '#components/workspace/read-only.tsx';
import { ProposalDialog } from './proposal-dialog.tsx';

const filters = { state: parseAsStringLiteral(['proposed', 'accepted', 'refused']), open: parseAsString };
const STATE_CHOICES = [
  { value: 'proposed' as const, label: 'To decide' },
  { value: 'accepted' as const, label: 'Accepted' },
  { value: 'refused' as const, label: 'Refused' },
];

/** Articles rated and rewritten by AI: scores before and after, and the new text to accept or refuse. */
export function OptimizerPage({ siteId }: { siteId: string }) {
  const [{ state, open }, setState] = useQueryStates(filters);
  const mayEdit = useMayEdit(siteId);
  const { list, rows } = useList<OptimizationRow>(siteId, 'optimizations', { limit: 50, state });
  return (
    <Page
      title="Optimizer"
      description="Rates articles, improves them, and shows what changed before anything is replaced."
    >
      <ReadOnlyNote siteId={siteId} />
      <ArticleStep
        siteId={siteId}
        title="Improve articles"
        operation="optimize_content"
        label="Optimize"
        ask="Choose the articles to improve."
      />
      <Group>
        <Filter
          label="Any state"
          value={state}
          choices={STATE_CHOICES}
          onChange={(value) => setState({ state: value })}
        />
      </Group>
      {list.error ? <ErrorState error={list.error} retry={() => list.refetch()} /> : null}
      <DataTable
        label="Results"
        columns={columns((id) => setState({ open: id }))}
        rows={list.error ? [] : rows}
        rowId={(row) => row.id}
        empty={
          <EmptyState
            title="No results yet"
            description="Choose articles above and press Optimize; each result waits here for your decision."
          />
        }
      />
      <LoadMore query={list} />
      {open ? (
        <ProposalDialog
          siteId={siteId}
          id={open}
          mayEdit={mayEdit}
          onClose={() => setState({ open: null })}
        />
      ) : null}
    </Page>
  );
}

const overall = (row: OptimizationRow) =>
  row.scores.find((score) => score.name === 'overall') ?? row.scores[0];

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
