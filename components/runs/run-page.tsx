'use client';

import Link from 'next/link';
import { type RunReceipt, useRun } from '#client/runs.ts';
import {
  Alert,
  Anchor,
  ErrorState,
  formatCredits,
  Page,
  Section,
  SimpleGrid,
  Skeleton,
  Stack,
  StatusBadge,
  Text,
  When,
} from '#components/ui/index.ts';
import { Receipt } from './receipt.tsx';
import { RunProgress } from './run-progress.tsx';
import { priceWords, TRIGGER_WORDS } from './words.ts';

/** One run: how far it is, and its receipt, which lines up with the quote step by step. */
export function RunPage({ id, administrator = false }: { id: string; administrator?: boolean }) {
  const { data: run, error, refetch } = useRun(id);
  if (error && !run) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!run) return <Skeleton height={240} />;
  return (
    <Page
      title={run.title}
      description={`${run.siteName}, ${TRIGGER_WORDS[run.trigger].toLowerCase()}, started by ${run.startedByLabel}`}
      actions={<StatusBadge status={run.status} />}
    >
      <Section title="Progress">
        <RunProgress runId={id} compact />
      </Section>
      {run.servedReason ? <Alert>{run.servedReason}</Alert> : null}
      <Section title="Facts">
        <SimpleGrid cols={{ base: 2, sm: 4 }}>
          {factsOf(run, administrator).map(([label, value]) => (
            <Stack gap={0} key={label}>
              <Text fz="xs" c="dimmed">
                {label}
              </Text>
              <Text component="div">{value}</Text>
            </Stack>
          ))}
        </SimpleGrid>
      </Section>
      <Receipt run={run} />
    </Page>
  );
}

const factsOf = (run: RunReceipt, administrator: boolean) =>
  [
    ['Quoted', priceWords(run.quote)],
    ['Ceiling', formatCredits(run.ceiling)],
    ['Charged', formatCredits(run.creditsCharged)],
    [
      'Model asked for',
      run.askedModel && administrator ? (
        <Anchor key="asked" component={Link} href={`/admin/models/${run.askedModel.id}`}>
          {run.askedModel.displayName}
        </Anchor>
      ) : (
        (run.askedModel?.displayName ?? 'the default')
      ),
    ],
    ['Served by', run.servedModel.displayName],
    ['Started', <When at={run.startedAt ?? run.createdAt} key="started" />],
    ['Ended', <When at={run.finishedAt} key="ended" />],
    ['Taken up', `${run.attempts} ${run.attempts === 1 ? 'time' : 'times'}`],
  ] as const;
