'use client';

import { useState } from 'react';
import { type BookingRequest, bookCredits, creditKeys } from '#client/credits.ts';
import {
  Button,
  DateTimePicker,
  fieldErrors,
  formatCredits,
  formatNumber,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  useAct,
  useForm,
} from '#components/ui/index.ts';

interface Values {
  kind: 'grant' | 'purchase' | 'adjustment';
  amount: number | string;
  expiresAt: string | null;
  reason: string;
}

const HELP = {
  grant: 'Given by us. May expire.',
  purchase: 'Paid for by the customer outside this system.',
  adjustment: 'A correction: above zero adds, below zero takes. It never takes more than is available.',
} as const;

/** Grants credits to an account or corrects its balance; the reason stands in the ledger and in the audit log. */
export function BookDialog({
  account,
  onClose,
}: {
  account: { accountId: string; account: string; available: number };
  onClose: () => void;
}) {
  const [key, setKey] = useState(() => crypto.randomUUID());
  const form = useForm<Values>({
    initialValues: { kind: 'grant', amount: '', expiresAt: null, reason: '' },
    validate: {
      amount: (value, { kind }) =>
        typeof value === 'number' &&
        Number.isInteger(value) &&
        (kind === 'adjustment' ? value !== 0 : value > 0)
          ? null
          : kind === 'adjustment'
            ? 'A whole number, not 0.'
            : 'A whole number above zero.',
      reason: (value) => (value.trim() === '' ? 'Say why.' : null),
    },
  });
  const save = useAct({
    run: ({ kind, amount, expiresAt, reason }: Values) => {
      const booking: BookingRequest =
        kind === 'adjustment'
          ? { kind, amount: Number(amount), reason }
          : {
              kind,
              amount: Number(amount),
              reason,
              ...(expiresAt ? { expiresAt: new Date(expiresAt).toISOString() } : {}),
            };
      return bookCredits(account.accountId, booking, key);
    },
    refresh: [creditKeys.all],
    done: ({ amount, balanceAfter }) =>
      `${amount > 0 ? '+' : '−'}${formatCredits(Math.abs(amount))} for ${account.account}: the balance is ${formatNumber(balanceAfter)}.`,
    undo:
      ({ amount }) =>
      () =>
        bookCredits(
          account.accountId,
          { kind: 'adjustment', amount: -amount, reason: 'Undo' },
          crypto.randomUUID(),
        ),
    onDone: onClose,
    onError: (error) => {
      setKey(crypto.randomUUID()); // the next attempt is another request
      const fields = fieldErrors(error);
      if (fields) form.setErrors(fields);
      return fields !== null;
    },
  });
  const { kind, amount } = form.values;
  return (
    <Modal opened onClose={onClose} title={`Credits of ${account.account}`}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack gap="md">
          <SegmentedControl
            aria-label="Kind"
            data={[
              { value: 'grant', label: 'Grant' },
              { value: 'purchase', label: 'Purchase' },
              { value: 'adjustment', label: 'Adjust' },
            ]}
            {...form.getInputProps('kind')}
          />
          <Text c="dimmed" fz="sm">
            {HELP[kind]}
          </Text>
          <NumberInput
            label="Credits"
            allowDecimal={false}
            allowNegative={kind === 'adjustment'}
            thousandSeparator=","
            data-autofocus
            {...form.getInputProps('amount')}
          />
          {kind === 'adjustment' ? null : (
            <DateTimePicker
              label="Expires"
              description="Empty: never. What is unspent then is booked out."
              clearable
              minDate={new Date()}
              {...form.getInputProps('expiresAt')}
            />
          )}
          <Textarea
            label="Reason"
            description="Stands in the ledger, which the customer sees, and in the audit log"
            autosize
            minRows={2}
            {...form.getInputProps('reason')}
          />
          <Text aria-live="polite">
            {formatNumber(account.available)} available now
            {typeof amount === 'number' ? `, ${formatNumber(account.available + amount)} afterwards` : ''}.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Book
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
