'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import {
  acceptOptimization,
  type Optimization,
  optimizationQuery,
  refuseOptimization,
} from '#client/content/improve.ts';
import { contentKeys } from '#client/content/keys.ts';
import { articleQuery, restoreRevision, revisionQuery } from '#client/content/writer.ts';
import {
  Alert,
  Button,
  ErrorState,
  Group,
  List,
  Modal,
  Progress,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  useAct,
} from '#components/ui/index.ts';

const DiffView = dynamic(() => import('#components/writer/diff-view.tsx').then((module) => module.DiffView), {
  ssr: false,
  loading: () => <Skeleton height={300} />,
});

interface Props {
  siteId: string;
  id: string;
  mayEdit: boolean;
  onClose: () => void;
}

/** A rewritten text: its scores before and after, what was done, both texts side by side, and the decision. */
export function ProposalDialog({ siteId, id, mayEdit, onClose }: Props) {
  const query = useQuery(optimizationQuery(siteId, id));
  return (
    <Modal opened onClose={onClose} title={query.data?.articleTitle ?? 'Result'} size="80rem">
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      {query.data ? (
        <Proposal siteId={siteId} optimization={query.data} mayEdit={mayEdit} onClose={onClose} />
      ) : query.error ? null : (
        <Skeleton height={400} />
      )}
    </Modal>
  );
}

function Proposal({
  siteId,
  optimization,
  mayEdit,
  onClose,
}: {
  siteId: string;
  optimization: Optimization;
  mayEdit: boolean;
  onClose: () => void;
}) {
  const { articleId, baseRevision, currentRevision, proposal, state } = optimization;
  const base = useQuery(revisionQuery(siteId, articleId, baseRevision));
  const client = useQueryClient();
  const moved = state === 'proposed' && currentRevision !== baseRevision;
  const refresh = [contentKeys.site(siteId)];
  const accept = useAct({
    run: () => acceptOptimization(siteId, optimization, moved),
    done: () => 'Accepted: it is the article’s new revision.',
    undo: () => async () =>
      restoreRevision(
        siteId,
        await client.fetchQuery({ ...articleQuery(siteId, articleId), staleTime: 0 }),
        currentRevision,
      ),
    refresh,
    onDone: onClose,
  });
  const refuse = useAct({
    run: () => refuseOptimization(siteId, optimization),
    done: () => 'Refused: the article stays as it is.',
    refresh,
    onDone: onClose,
  });
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 2, sm: 5 }}>
        {optimization.scores.map((score) => (
          <Stack key={score.name} gap={4}>
            <Text fz="xs" c="dimmed" tt="capitalize">
              {score.name}
            </Text>
            <Text fw={600}>
              {score.before} → {score.after}
            </Text>
            <Progress.Root
              size="sm"
              aria-label={`${score.name}: ${score.before} before, ${score.after} after`}
            >
              <Progress.Section value={score.before} color="gray" aria-label="Before" />
              <Progress.Section
                value={Math.max(0, score.after - score.before)}
                color="green"
                aria-label="Gained"
              />
            </Progress.Root>
          </Stack>
        ))}
      </SimpleGrid>
      <List fz="sm" spacing={2}>
        {optimization.changes.map((change) => (
          <List.Item key={change}>{change}</List.Item>
        ))}
      </List>
      {moved ? (
        <Alert color="orange" title="The article has changed since">
          It was rewritten from revision {baseRevision}; the article is at {currentRevision} now. Accepting
          replaces the later words; they stay in the history.
        </Alert>
      ) : null}
      {base.error ? <ErrorState error={base.error} /> : null}
      {base.data ? (
        <DiffView
          before={{ label: `Revision ${baseRevision}`, title: base.data.title, html: base.data.bodyHtml }}
          after={{ label: 'Rewritten', title: proposal.title, html: proposal.bodyHtml }}
        />
      ) : (
        <Skeleton height={300} />
      )}
      {mayEdit && state === 'proposed' ? (
        <Group justify="flex-end">
          <Button variant="default" loading={refuse.isPending} onClick={() => refuse.mutate()}>
            Refuse
          </Button>
          <Button loading={accept.isPending} onClick={() => accept.mutate()}>
            Accept
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
