'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { type MatrixCellView, matrixQuery, type Run } from '#client/runs.ts';
import { Anchor, ErrorState, formatCredits, Page, ScrollArea, Skeleton, Stack, StatusBadge, Table, Text, When } from '#components/ui/index.ts';
import { priceWords, TRIGGER_WORDS } from './words.ts';

const TRIGGERS: readonly Run['trigger'][] = ['manual', 'automation', 'schedule', 'direct'];

/** Each operation on each way in with its last run: one engine, one price, whoever asks. Fed by real runs. */
export function OperationsPage() {
  const { data, error, refetch } = useQuery(matrixQuery());
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  const cells = data?.data ?? [];
  const operations = [...new Map(cells.map((cell) => [cell.operation, cell.title]))];
  return (
    <Page
      title="Operations by way in"
      description="The last real run of each operation on each way in: what was quoted, what was charged, and how it ended. All go through one engine."
    >
      {data ? (
        <ScrollArea type="auto" tabIndex={0} role="region" aria-label="Operations by way in">
          <Table miw={880} withTableBorder verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Operation</Table.Th>
                {TRIGGERS.map((trigger) => (
                  <Table.Th key={trigger}>{TRIGGER_WORDS[trigger]}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {operations.map(([operation, title]) => (
                <Table.Tr key={operation}>
                  <Table.Th scope="row">{title}</Table.Th>
                  {TRIGGERS.map((trigger) => (
                    <Table.Td key={trigger} data-cell={`${operation}:${trigger}`}>
                      <Cell cell={cells.find((cell) => cell.operation === operation && cell.trigger === trigger)} />
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      ) : (
        <Skeleton height={320} />
      )}
    </Page>
  );
}

function Cell({ cell }: { cell: MatrixCellView | undefined }) {
  if (!cell?.last)
    return (
      <Text fz="sm" c="dimmed">
        not run yet
      </Text>
    );
  const { last, runs } = cell;
  return (
    <Stack gap={2} align="flex-start">
      <Anchor component={Link} href={`/admin/runs/${last.id}`}>
        <StatusBadge status={last.status} />
      </Anchor>
      <Text fz="xs">Quoted {priceWords({ min: last.quoteMin, expected: last.quoteExpected, max: last.quoteMax })}</Text>
      <Text fz="xs">
        Charged {formatCredits(last.creditsCharged)} for {last.done} of {last.total}
      </Text>
      <Text fz="xs" c="dimmed">
        {last.servedModel}, <When at={last.createdAt} />, {runs} {runs === 1 ? 'run' : 'runs'}
      </Text>
      {last.errorMessage ? (
        <Text fz="xs" c="dimmed" lineClamp={2}>
          {last.errorMessage}
        </Text>
      ) : null}
    </Stack>
  );
}
