import type { QuoteData } from '#client/automation.ts';
import { Alert, formatCredits, formatNumber, Stack, Table, Text } from '#components/ui/index.ts';
import { counted } from '#components/workspace/words.ts';
import { runwayOf } from './runway.ts';
import { STAGE_WORDS } from './words.ts';

interface Props {
  quote: QuoteData;
  /** The next times of a schedule that would run it, and the most that a run may spend. */
  times?: readonly string[];
  mostPerRun?: number;
}

/** The price of the whole way, stage by stage, with its ceiling and how long the balance lasts. */
export function QuoteTable({ quote, times = [], mostPerRun = quote.ceiling }: Props) {
  const runway = runwayOf({
    available: quote.available,
    perRun: Math.min(quote.total.expected, mostPerRun),
    times,
  });
  return (
    <Stack gap="sm">
      <Table aria-label="Price of each stage">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Stage</Table.Th>
            <Table.Th ta="right">Items</Table.Th>
            <Table.Th ta="right">Expected</Table.Th>
            <Table.Th ta="right">At most</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {quote.stages
            .filter((stage) => stage.enabled)
            .map((stage) => (
              <Table.Tr key={stage.stage}>
                <Table.Td>
                  {STAGE_WORDS[stage.stage].title}
                  {stage.note ? (
                    <Text fz="xs" c="dimmed">
                      {stage.note}
                    </Text>
                  ) : null}
                </Table.Td>
                <Table.Td ta="right">{formatNumber(stage.items)}</Table.Td>
                <Table.Td ta="right">{formatNumber(stage.expected)}</Table.Td>
                <Table.Td ta="right">{formatNumber(stage.max)}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>All stages, in credits</Table.Th>
            <Table.Th />
            <Table.Th ta="right">{formatNumber(quote.total.expected)}</Table.Th>
            <Table.Th ta="right">{formatNumber(quote.total.max)}</Table.Th>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
      <Text fz="sm">
        {formatCredits(quote.available)} available.
        {runway
          ? ` It covers ${counted(runway.runs, 'run')} like this one, ${counted(runway.days, 'day')} at this schedule.`
          : ''}
        {quote.runwayDays === null || runway
          ? ''
          : ` At this pace (${formatCredits(quote.perDay)} a day) the balance lasts ${counted(quote.runwayDays, 'day')}.`}
      </Text>
      {quote.blocked ? <Alert color="red">{quote.blocked}</Alert> : null}
      {!quote.enough && !quote.blocked ? (
        <Alert color="orange">
          The balance does not cover what is expected. It would wait at a stage boundary and go on by itself
          after a top-up.
        </Alert>
      ) : null}
    </Stack>
  );
}
