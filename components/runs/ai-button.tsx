'use client';

import { IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { ApiError } from '#client/http.ts';
import { runKeys } from '#client/run-keys.ts';
import { openRunsQuery, type QuoteView, quoteQuery, type RunReceipt, startRun } from '#client/runs.ts';
import {
  Anchor,
  Button,
  formatCredits,
  formatNumber,
  Group,
  Stack,
  Text,
  tell,
  useAct,
  useDebouncedValue,
} from '#components/ui/index.ts';
import { RunProgress } from './run-progress.tsx';
import type { AiButtonProps, OperationName } from './types.ts';
import { endWords, OPERATION_WORDS, priceWords } from './words.ts';

const DIRECT: readonly OperationName[] = ['suggest_links', 'optimize_content'];

/** Runs an AI operation: the price first, then progress, then what it cost. See AiButtonProps. */
export function AiButton({
  operation,
  siteId,
  input,
  emptyReason,
  label,
  variant = 'filled',
  size = 'xs',
  own = false,
  beside,
  trigger,
  onDone,
}: AiButtonProps) {
  const [started, setStarted] = useState<string | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const key = useRef(crypto.randomUUID());
  const [settled] = useDebouncedValue(JSON.stringify(input), 250);
  const request = input && JSON.stringify(input) === settled ? { operation, siteId, input } : null;
  const quote = useQuery(quoteQuery(request));
  const open = useQuery(openRunsQuery()).data?.data.find(
    (run) => run.siteId === siteId && run.operation === operation && !run.automationRunId,
  );
  const start = useAct({
    run: (price: QuoteView) =>
      startRun(
        {
          operation,
          siteId,
          input: input ?? {},
          ceiling: price.max,
          trigger: trigger ?? (DIRECT.includes(operation) ? 'direct' : 'manual'),
        },
        key.current,
      ),
    refresh: [runKeys.open],
    onDone: (run) => {
      key.current = crypto.randomUUID();
      setStarted(run.id);
    },
  });
  const end = (run: RunReceipt) => {
    setStarted(null);
    setBroken(run.status === 'failed' || run.status === 'partly_succeeded' ? run.id : null);
    tell(`${run.title}. ${endWords(run)}`);
    onDone?.(run);
  };
  const runId = started ?? (own ? null : (open?.id ?? null));
  const price = request ? quote.data : undefined;
  const reason = input === null ? (emptyReason ?? 'Choose something first.') : refusal(price, quote.error);
  return (
    <Stack gap={4} align="flex-start">
      <Group gap="xs">
        <Button
          variant={variant}
          size={size}
          leftSection={<IconSparkles size={15} aria-hidden />}
          loading={start.isPending}
          disabled={!price || reason !== null || runId !== null}
          onClick={() => price && start.mutate(price)}
        >
          {label ?? OPERATION_WORDS[operation]}
        </Button>
        {beside}
      </Group>
      {runId ? (
        <RunProgress runId={runId} compact onDone={end} />
      ) : (
        <Text fz="xs" c="dimmed" data-price={price?.expected}>
          {reason ??
            (price
              ? `Costs ${priceWords(price)}; ${formatNumber(price.available)} available.`
              : 'Finding the price …')}
          {price && !price.enough ? (
            <>
              {' '}
              <Anchor fz="xs" href="/credits">
                Top up
              </Anchor>
            </>
          ) : null}
        </Text>
      )}
      {broken && !runId ? <Broken runId={broken} onEnd={end} onClose={() => setBroken(null)} /> : null}
    </Stack>
  );
}

/** What a run came to that did not succeed, until the person has seen it: what happened, what was charged, and what to do. */
function Broken({
  runId,
  onEnd,
  onClose,
}: {
  runId: string;
  onEnd: (run: RunReceipt) => void;
  onClose: () => void;
}) {
  const seen = useRef(true); // its end was told already; the next one, after another try, is not
  return (
    <Stack gap={4}>
      <RunProgress
        runId={runId}
        compact
        onDone={(run) => {
          if (seen.current) seen.current = false;
          else onEnd(run);
        }}
      />
      <Group gap="sm">
        <Anchor component={Link} href={`/runs/${runId}`} fz="xs">
          See what happened
        </Anchor>
        <Anchor component="button" type="button" fz="xs" c="dimmed" onClick={onClose}>
          Dismiss
        </Anchor>
      </Group>
    </Stack>
  );
}

/** Why it cannot be pressed, or null. */
function refusal(price: QuoteView | undefined, error: Error | null): string | null {
  if (price && !price.enough)
    return `This needs ${formatCredits(price.needed)}, and ${formatNumber(price.available)} are available.`;
  if (error) return error instanceof ApiError ? error.message : 'The price could not be found.';
  return null;
}
