import type { QuoteData } from '#client/automation.ts';
import { Alert, formatCredits, formatNumber, Stack, Table, Text } from '#components/ui/index.ts';
import { STAGE_WORDS } from './words.ts';

/** The price of the whole way, stage by stage, with its ceiling and how long the balance lasts. */
export function QuoteTable({ quote }: { quote: QuoteData }) {
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
        {quote.runwayDays === null
          ? ''
          : ` At this pace (${formatCredits(quote.perDay)} a day) the balance lasts ${quote.runwayDays} ${quote.runwayDays === 1 ? 'day' : 'days'}.`}
      </Text>
      {quote.blocked ? <Alert color="red">{quote.blocked}</Alert> : null}
      {!quote.enough && !quote.blocked ? (
        <Alert color="orange">The balance does not cover what is expected. It would wait at a stage boundary and go on by itself after a top-up.</Alert>
      ) : null}
    </Stack>
  );
}
