import diff from 'microdiff';
import { Stack, Text } from '#components/ui/index.ts';

type Fields = Record<string, unknown> | null;

const MOST = 8;
const shown = (value: unknown): string => (value === undefined || value === null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value));
const words = (path: readonly (string | number)[]) => path.join(' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The fields that changed, each with its value before and after. */
export function Changes({ before, after, reason }: { before: Fields; after: Fields; reason: string | null }) {
  const changes = diff(before ?? {}, after ?? {}).filter((change) => change.path.at(-1) !== 'version' && change.path.at(-1) !== 'updatedAt');
  return (
    <Stack gap={2} maw={560}>
      {reason ? <Text fz="sm">“{reason}”</Text> : null}
      {changes.slice(0, MOST).map((change) => (
        <Text key={change.path.join('.')} fz="sm" style={{ overflowWrap: 'anywhere' }}>
          <Text span fz="sm" c="dimmed">
            {words(change.path)}:
          </Text>{' '}
          {change.type === 'CREATE' ? null : <del>{shown(change.oldValue)}</del>}{' '}
          {change.type === 'REMOVE' ? null : <ins style={{ textDecoration: 'none', fontWeight: 500 }}>{shown(change.value)}</ins>}
        </Text>
      ))}
      {changes.length > MOST ? (
        <Text fz="xs" c="dimmed">
          and {changes.length - MOST} more fields
        </Text>
      ) : null}
    </Stack>
  );
}
