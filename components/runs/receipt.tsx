'use client';

import type { RunReceipt } from '#client/runs.ts';
import {
  type Column,
  DataTable,
  EmptyState,
  formatCredits,
  formatNumber,
  Section,
  Stack,
  StatusBadge,
  Text,
} from '#components/ui/index.ts';

type Step = RunReceipt['steps'][number];

/** The receipt: each step beside its quote, with every call that was made for it. */
export function Receipt({ run }: { run: RunReceipt }) {
  const quoted = run.steps.reduce((sum, step) => sum + step.quote.expected, 0);
  return (
    <Section
      title="Receipt"
      description={`${formatCredits(quoted)} expected in ${run.steps.length} steps, ${formatCredits(run.creditsCharged)} charged.`}
    >
      <DataTable
        label="Receipt"
        columns={COLUMNS}
        rows={run.steps}
        rowId={(step) => step.id}
        empty={<EmptyState title="Nothing has been planned" />}
      />
    </Section>
  );
}

const COLUMNS: Column<Step>[] = [
  {
    key: 'step',
    header: 'Step',
    cell: (step) => (
      <Stack gap={0}>
        <Text fz="sm">{step.label}</Text>
        {step.errorMessage || step.result?.note ? (
          <Text fz="xs" c="dimmed">
            {step.errorMessage ?? step.result?.note}
          </Text>
        ) : null}
      </Stack>
    ),
  },
  { key: 'state', header: 'State', cell: (step) => <StatusBadge status={step.state} /> },
  {
    key: 'quoted',
    header: 'Quoted',
    align: 'right',
    wide: true,
    cell: (step) =>
      step.quote.min === step.quote.max
        ? step.quote.max
        : `${step.quote.expected}, at most ${step.quote.max}`,
  },
  { key: 'charged', header: 'Charged', align: 'right', cell: (step) => formatCredits(step.creditsCharged) },
  {
    key: 'used',
    header: 'Used',
    wide: true,
    cell: (step) => step.attempts.map(used).filter(Boolean).join(', ') || '–',
  },
  {
    key: 'calls',
    header: 'Calls',
    wide: true,
    cell: (step) => step.attempts.map(callWords).join(', ') || '–',
  },
  { key: 'model', header: 'Served by', wide: true, cell: (step) => step.servedModel ?? '–' },
];

const used = ({ inputTokens, outputTokens, images, state }: Step['attempts'][number]): string => {
  if (state !== 'settled') return '';
  return images === null
    ? `${formatNumber((inputTokens ?? 0) + (outputTokens ?? 0))} tokens`
    : `${images} ${images === 1 ? 'image' : 'images'}`;
};

const callWords = ({ purpose, state, errorKind }: Step['attempts'][number]): string => {
  const what = purpose === 'repair' ? 'repair' : 'call';
  if (state === 'settled') return `${what} paid`;
  if (state === 'voided') return `${what} free (${(errorKind ?? 'ended').replaceAll('_', ' ')})`;
  return `${what} ${state === 'unknown' ? 'being looked for' : 'under way'}`;
};
