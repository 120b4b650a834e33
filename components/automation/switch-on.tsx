'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { automationQuoteQuery } from '#client/automation.ts';
import {
  Button,
  ErrorState,
  Group,
  Modal,
  NumberInput,
  Skeleton,
  Stack,
  Text,
} from '#components/ui/index.ts';
import { QuoteTable } from './quote-table.tsx';

interface Props {
  siteId: string;
  /** The schedule in plain words, and its next times. */
  description: string;
  times: readonly string[];
  budgetPerRun: number | null;
  saving: boolean;
  onConfirm: (budgetPerRun: number) => void;
  onClose: () => void;
}

/** Before a schedule goes on: what a run costs, step by step, what it may spend at most, and how long the balance lasts. */
export function SwitchOn({ siteId, description, times, budgetPerRun, saving, onConfirm, onClose }: Props) {
  const [budget, setBudget] = useState<number | string>(budgetPerRun ?? '');
  const quote = useQuery(automationQuoteQuery(siteId));
  const most = budget === '' ? (quote.data?.ceiling ?? 0) : Number(budget);
  return (
    <Modal opened onClose={onClose} title="Switch the schedule on" size="lg">
      <Stack gap="md">
        <Text>{description}. A run now would take:</Text>
        {quote.error ? <ErrorState error={quote.error} retry={() => quote.refetch()} /> : null}
        {quote.data ? (
          <QuoteTable quote={quote.data} times={times} mostPerRun={most} />
        ) : quote.error ? null : (
          <Skeleton height={220} />
        )}
        <NumberInput
          label="Budget of a run"
          description="Each run stops before a call could pass this"
          suffix=" credits"
          min={1}
          allowDecimal={false}
          thousandSeparator=","
          maw={260}
          value={budget === '' ? (quote.data?.ceiling ?? '') : budget}
          onChange={setBudget}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={saving} disabled={!quote.data || most < 1} onClick={() => onConfirm(most)}>
            Switch on
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
