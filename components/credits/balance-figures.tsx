'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { balanceQuery, creditKeys, setThreshold } from '#client/credits.ts';
import {
  Anchor,
  Button,
  ErrorState,
  formatNumber,
  Group,
  Modal,
  NumberInput,
  SimpleGrid,
  Stack,
  useAct,
} from '#components/ui/index.ts';
import { Figure } from './figure.tsx';

/** What the account has, what open calls hold, what may be spent, and when to be told that it runs low. */
export function BalanceFigures({ accountId, mayEdit }: { accountId: string; mayEdit: boolean }) {
  const query = useQuery(balanceQuery(accountId));
  const [editing, setEditing] = useState(false);
  const b = query.data;
  if (query.error) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm" aria-live="polite">
        <Figure
          label="Available"
          note={b?.isLow ? 'Below your threshold' : 'Credits that a new call may use'}
          {...(b?.isLow ? { tone: 'red' as const } : {})}
        >
          {b ? formatNumber(b.available) : '–'}
        </Figure>
        <Figure label="Reserved" note="Held by calls under way; what they do not use comes back">
          {b ? formatNumber(b.held) : '–'}
        </Figure>
        <Figure label="Balance" note="Available and reserved together">
          {b ? formatNumber(b.balance) : '–'}
        </Figure>
        <Figure
          label="Told when below"
          note={
            mayEdit ? (
              <Anchor component="button" type="button" fz="xs" onClick={() => setEditing(true)}>
                Change
              </Anchor>
            ) : (
              'Owners can change this'
            )
          }
        >
          {b ? formatNumber(b.lowBalanceThreshold) : '–'}
        </Figure>
      </SimpleGrid>
      {editing && b ? (
        <ThresholdDialog
          accountId={accountId}
          now={b.lowBalanceThreshold}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
}

function ThresholdDialog({
  accountId,
  now,
  onClose,
}: {
  accountId: string;
  now: number;
  onClose: () => void;
}) {
  const [value, setValue] = useState<number | string>(now);
  const save = useAct({
    run: (threshold: number) => setThreshold(accountId, threshold),
    refresh: [creditKeys.balance(accountId)],
    done: (balance) =>
      `You are told when the balance falls below ${formatNumber(balance.lowBalanceThreshold)}.`,
    undo: () => () => setThreshold(accountId, now),
    onDone: onClose,
  });
  const valid = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return (
    <Modal opened onClose={onClose} title="When credits run low">
      <Stack gap="md">
        <NumberInput
          label="Tell me when the balance falls below"
          description="Once each time it happens. 0: never."
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          value={value}
          onChange={setValue}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!valid} loading={save.isPending} onClick={() => save.mutate(Number(value))}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
