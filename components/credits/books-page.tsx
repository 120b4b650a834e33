'use client';

import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type BooksView, booksQuery, creditKeys, type ProofView, proveBooks } from '#client/credits.ts';
import {
  Alert,
  Button,
  Code,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatCount,
  formatNumber,
  Group,
  Page,
  Section,
  Skeleton,
  Stack,
  StatusBadge,
  Text,
  useAct,
  When,
} from '#components/ui/index.ts';

/** The invariants of the ledger, whether each held at the last proof, and the rows at fault. */
export function BooksPage() {
  const query = useQuery({ ...booksQuery(), refetchInterval: 30_000 });
  const prove = useAct({
    run: proveBooks,
    refresh: [creditKeys.books],
    done: (proof) => (proof.ok ? 'Every invariant holds.' : 'Something does not add up; see below.'),
  });
  const last = query.data?.proofs[0];
  return (
    <Page
      title="Books"
      description="What must always be true of the ledger, checked against every row. Checked by the worker each hour, and by this button."
      actions={
        <Button loading={prove.isPending} onClick={() => prove.mutate()}>
          Prove now
        </Button>
      }
    >
      <Stack gap="lg">
        {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
        {query.isPending ? <Skeleton height={80} /> : null}
        {query.data ? <Verdict last={last} /> : null}
        {last && !last.ok ? <Findings proof={last} /> : null}
        {query.data ? (
          <Section title="Invariants">
            <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {query.data.invariants.map((invariant) => (
                <Invariant key={invariant.name} invariant={invariant} last={last} />
              ))}
            </Stack>
          </Section>
        ) : null}
        <Section title="Proofs">
          <DataTable
            label="Proofs"
            columns={columns}
            rows={query.data?.proofs}
            rowId={(row) => row.id}
            empty={<EmptyState title="Never proved yet" description="Press Prove now." />}
          />
        </Section>
      </Stack>
    </Page>
  );
}

function Verdict({ last }: { last: ProofView | undefined }) {
  if (!last)
    return (
      <Alert color="gray" title="Not proved yet">
        Press “Prove now” to check every row.
      </Alert>
    );
  return (
    <Alert
      color={last.ok ? 'green' : 'red'}
      icon={last.ok ? <IconCircleCheck size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      title={last.ok ? 'The books balance' : 'The books do not balance'}
      role="status"
    >
      {formatCount(last.transactions, 'transaction')} of {formatCount(last.accounts, 'account')}, checked{' '}
      <When at={last.at} /> in {formatNumber(last.durationMs)} ms by {last.askedBy}.
    </Alert>
  );
}

function Invariant({
  invariant,
  last,
}: {
  invariant: BooksView['invariants'][number];
  last: ProofView | undefined;
}) {
  const faults = last?.findings.filter((finding) => finding.invariant === invariant.name).length ?? 0;
  const Icon = !last ? IconHelpCircle : faults === 0 ? IconCircleCheck : IconAlertTriangle;
  const color = !last ? 'gray' : faults === 0 ? 'green' : 'red';
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start">
      <Icon
        size={18}
        color={`var(--mantine-color-${color}-6)`}
        style={{ flexShrink: 0, marginTop: 2 }}
        aria-hidden
      />
      <Text>
        {invariant.sentence}{' '}
        <Text span c={faults > 0 ? 'red' : 'dimmed'}>
          {!last ? 'Not checked yet.' : faults === 0 ? 'Holds.' : `${faults} at fault.`}
        </Text>
      </Text>
    </Group>
  );
}

const findingColumns: Column<ProofView['findings'][number] & { key: string }>[] = [
  { key: 'invariant', header: 'Invariant', cell: (row) => row.invariant.replaceAll('_', ' ') },
  { key: 'account', header: 'Account', wide: true, cell: (row) => <Code>{row.accountId ?? '–'}</Code> },
  { key: 'subject', header: 'Row', cell: (row) => <Code>{row.subject}</Code> },
  { key: 'detail', header: 'What is wrong', cell: (row) => row.detail },
];

function Findings({ proof }: { proof: ProofView }) {
  const rows = proof.findings.map((finding, i) => ({ ...finding, key: `${i}` }));
  return (
    <Section title="Rows at fault">
      <DataTable
        label="Rows at fault"
        columns={findingColumns}
        rows={rows}
        rowId={(row) => row.key}
        empty={null}
      />
    </Section>
  );
}

const columns: Column<ProofView>[] = [
  { key: 'at', header: 'When', cell: (row) => <When at={row.at} /> },
  {
    key: 'ok',
    header: 'Result',
    cell: (row) => (
      <StatusBadge
        status={row.ok ? 'ok' : 'failed'}
        label={row.ok ? 'All hold' : `${row.findings.length} at fault`}
      />
    ),
  },
  { key: 'size', header: 'Transactions', align: 'right', cell: (row) => formatNumber(row.transactions) },
  {
    key: 'took',
    header: 'Took',
    align: 'right',
    wide: true,
    cell: (row) => `${formatNumber(row.durationMs)} ms`,
  },
  { key: 'by', header: 'Asked by', wide: true, cell: (row) => row.askedBy },
];
