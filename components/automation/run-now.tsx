'use client';

import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { automationKeys, automationQuoteQuery, startAutomation } from '#client/automation.ts';
import {
  Button,
  ErrorState,
  formatCredits,
  Group,
  Modal,
  NumberInput,
  Skeleton,
  Stack,
  useAct,
} from '#components/ui/index.ts';
import { QuoteTable } from './quote-table.tsx';

/** Run now: first the quote for the whole way, then a ceiling that is never passed. `refused`: why it cannot be pressed. */
export function RunNow({ siteId, refused }: { siteId: string; refused: string | null }) {
  const [opened, setOpened] = useState(false);
  const [ceiling, setCeiling] = useState<number | string>('');
  const [key, setKey] = useState('');
  const quote = useQuery({ ...automationQuoteQuery(siteId), enabled: opened });
  useEffect(() => {
    if (opened && quote.data) setCeiling((before) => (before === '' ? quote.data.ceiling : before));
  }, [opened, quote.data]);
  const start = useAct({
    run: () => startAutomation(siteId, Number(ceiling), key),
    refresh: [automationKeys.runs(siteId)],
    done: () => 'The automation has started.',
    onDone: () => setOpened(false),
  });
  const nothing = quote.data?.stages.every((stage) => !stage.enabled || stage.items === 0) ?? false;
  const open = () => {
    setKey(crypto.randomUUID());
    setCeiling('');
    setOpened(true);
  };
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        disabled={refused !== null}
        title={refused ?? undefined}
        onClick={open}
      >
        Run now …
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Run now" size="lg">
        <Stack gap="md">
          {quote.error ? <ErrorState error={quote.error} retry={() => quote.refetch()} /> : null}
          {quote.data ? <QuoteTable quote={quote.data} /> : quote.error ? null : <Skeleton height={220} />}
          <NumberInput
            label="Spend at most"
            description="It stops before a call could pass this"
            suffix=" credits"
            min={0}
            allowDecimal={false}
            thousandSeparator=","
            maw={260}
            value={ceiling}
            onChange={setCeiling}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              Cancel
            </Button>
            <Button
              loading={start.isPending}
              disabled={!quote.data || quote.data.blocked !== null || nothing || ceiling === ''}
              onClick={() => start.mutate()}
            >
              {nothing ? 'Nothing to do' : `Run for up to ${formatCredits(Number(ceiling) || 0)}`}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
