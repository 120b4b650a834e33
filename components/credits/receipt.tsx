'use client';

import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type ReceiptView, receiptQuery } from '#client/credits.ts';
import {
  Alert,
  Code,
  Drawer,
  ErrorState,
  formatCredits,
  formatNumber,
  formatUsd,
  Skeleton,
  Stack,
  Table,
  Text,
  When,
} from '#components/ui/index.ts';
import { operationLabel } from './words.ts';

/** The receipt of a call: what it used, its price, the sum computed again, and what was held, paid and given back. */
export function Receipt({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(receiptQuery(id));
  return (
    <Drawer opened onClose={onClose} position="right" size="md" title="Receipt">
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={320} /> : null}
      {query.data ? <Details receipt={query.data} /> : null}
    </Drawer>
  );
}

function Details({ receipt: r }: { receipt: ReceiptView }) {
  const used =
    r.images === null
      ? `${formatNumber(r.totalTokens)} tokens (${formatNumber(r.inputTokens ?? 0)} in, ${formatNumber(r.outputTokens ?? 0)} out)`
      : `${formatNumber(r.images)} images`;
  const rows: [string, ReactNode][] = [
    ['When', <When key="at" at={r.at} />],
    ['Operation', `${operationLabel(r.operation)}, ${r.trigger}, attempt ${r.attempt}`],
    [
      'Model',
      r.servedBy && r.servedBy !== r.model ? `${r.model}, served by ${r.servedBy}` : (r.model ?? 'Unknown'),
    ],
    ['Site', r.site ?? '–'],
    ['Used', used],
    [
      'Price',
      r.tokensPerCredit === null
        ? r.creditsPerImage === null
          ? 'As recorded'
          : `${formatCredits(r.creditsPerImage)} an image`
        : `${formatNumber(r.tokensPerCredit)} tokens a credit`,
    ],
    ['Formula', <Code key="formula">{r.formula}</Code>],
    [
      'Rounding',
      r.roundingHundredths > 0
        ? `${r.rounding}; added ${(r.roundingHundredths / 100).toFixed(2)} of a credit`
        : r.rounding,
    ],
    [
      'Reserved',
      r.reserved === null
        ? '–'
        : `${formatCredits(r.reserved)}, of which ${formatNumber(r.released ?? 0)} came back`,
    ],
    [
      'Charged',
      r.shortfall > 0
        ? `${formatCredits(r.charged)}; ${formatNumber(r.shortfall)} more were not available and are not owed`
        : r.charged === 0
          ? '0 credits: nothing produced, or it failed'
          : formatCredits(r.charged),
    ],
    ...(r.refunded > 0 ? ([['Given back', formatCredits(r.refunded)]] as [string, ReactNode][]) : []),
    ...(r.providerCostUsd === null
      ? []
      : ([['Our cost', formatUsd(r.providerCostUsd)]] as [string, ReactNode][])),
    [
      'Outcome',
      `${operationLabel(r.outcome)}${r.durationMs === null ? '' : ` in ${formatNumber(r.durationMs)} ms`}`,
    ],
    ['Price version', r.priceId ? <Code key="price">{r.priceId}</Code> : '–'],
    ['Provider request', r.providerRequestId ? <Code key="request">{r.providerRequestId}</Code> : '–'],
  ];
  return (
    <Stack gap="md">
      {r.equal === null ? (
        <Alert color="gray">Brought over from another installation, with the credits it charged then.</Alert>
      ) : r.equal ? (
        <Alert color="green" icon={<IconCheck size={18} aria-hidden />} title="Equal">
          Computed again from what was used and the price kept with it: {formatCredits(r.recomputed ?? 0)}, as
          charged for.
        </Alert>
      ) : (
        <Alert color="red" icon={<IconX size={18} aria-hidden />} title="Not equal" role="alert">
          Computed again it comes to {formatCredits(r.recomputed ?? 0)}, but the row says{' '}
          {formatCredits(r.credits)}. Tell an administrator; quote <Code>{r.id}</Code>.
        </Alert>
      )}
      <Table aria-label="Receipt" variant="vertical">
        <Table.Tbody>
          {rows.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th w={130}>{name}</Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {r.bookings.length > 0 ? (
        <Stack gap={4}>
          <Text fw={600}>Booked</Text>
          {r.bookings.map((booking) => (
            <Text key={`${booking.id}-${booking.grant}`} fz="sm">
              {booking.amount > 0 ? '+' : '−'}
              {formatNumber(Math.abs(booking.amount))} {booking.kind === 'refund' ? 'back to' : 'from'} “
              {booking.grant}” · <When at={booking.at} />
            </Text>
          ))}
        </Stack>
      ) : null}
    </Stack>
  );
}
