import Link from 'next/link';
import type { LinkSuggestion } from '#client/content/improve.ts';
import { Anchor, Button, Group, Stack, StatusBadge, Text } from '#components/ui/index.ts';
import classes from './suggestion.module.css';

interface Props {
  row: LinkSuggestion;
  mayEdit: boolean;
  working: boolean;
  onAccept: () => void;
  onDismiss: () => void;
}

/** A link where it would stand: the words before and after, and where it leads. */
export function Suggestion({ row, mayEdit, working, onAccept, onDismiss }: Props) {
  return (
    <Group justify="space-between" align="flex-start" gap="md" className={classes.row ?? ''}>
      <Stack gap={4} style={{ flex: '1 1 320px', minWidth: 0 }}>
        <Text>
          <Text span c="dimmed">
            {row.before ? `… ${row.before}` : ''}
          </Text>
          <mark className={classes.anchor}>{row.anchorText}</mark>
          <Text span c="dimmed">
            {row.after ? `${row.after} …` : ''}
          </Text>
        </Text>
        <Text fz="sm">
          Leads to{' '}
          <Anchor component={Link} href={`/sites/${row.siteId}/writer/${row.targetArticleId}`} fz="sm">
            {row.targetTitle}
          </Anchor>
        </Text>
        <Text fz="xs" c="dimmed">
          {row.reason}
        </Text>
      </Stack>
      {row.status !== 'suggested' ? (
        <StatusBadge
          status={row.status}
          label={row.status === 'accepted' ? 'Inserted' : 'Dismissed'}
          tone={row.status === 'accepted' ? 'green' : 'gray'}
        />
      ) : mayEdit ? (
        <Group gap="xs">
          {row.insertable ? (
            <Button
              size="xs"
              disabled={working}
              onClick={onAccept}
              aria-label={`Insert the link “${row.anchorText}”`}
            >
              Insert
            </Button>
          ) : (
            <Text fz="xs" c="dimmed">
              The words are not in the text any more.
            </Text>
          )}
          <Button
            size="xs"
            variant="default"
            disabled={working}
            onClick={onDismiss}
            aria-label={`Dismiss the link “${row.anchorText}”`}
          >
            Dismiss
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}
