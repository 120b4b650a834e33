import diff from 'microdiff';
import { Stack, Text } from '#components/ui/index.ts';

type Fields = Record<string, unknown> | null;

const MOST = 8;
const MOST_ITEMS = 5;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A value as people read it: lists shortened, ids by their last digits, which differ most. */
function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en-US');
  if (typeof value === 'string') return UUID.test(value) ? `…${value.slice(-6)}` : value;
  if (!Array.isArray(value))
    return Object.entries(value)
      .map(([name, part]) => `${words([name])} ${shown(part)}`)
      .join(', ');
  if (value.length === 0) return 'none';
  const more = value.length > MOST_ITEMS ? ` and ${value.length - MOST_ITEMS} more` : '';
  return (
    value
      .slice(0, MOST_ITEMS)
      .map(shown)
      .join(typeof value[0] === 'object' ? '; ' : ', ') + more
  );
}
const words = (path: readonly (string | number)[]) =>
  path.join(' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The fields that changed, each with its value before and after. */
export function Changes({ before, after, reason }: { before: Fields; after: Fields; reason: string | null }) {
  const changes = diff(before ?? {}, after ?? {}).filter(
    (change) => change.path.at(-1) !== 'version' && change.path.at(-1) !== 'updatedAt',
  );
  return (
    <Stack gap={2} maw={560}>
      {reason ? <Text fz="sm">“{reason}”</Text> : null}
      {changes.slice(0, MOST).map((change) => (
        <Text key={change.path.join('.')} fz="sm" style={{ overflowWrap: 'anywhere' }}>
          <Text span fz="sm" c="dimmed">
            {words(change.path)}:
          </Text>{' '}
          {change.type === 'CREATE' ? null : <del>{shown(change.oldValue)}</del>}{' '}
          {change.type === 'REMOVE' ? null : (
            <ins style={{ textDecoration: 'none', fontWeight: 500 }}>{shown(change.value)}</ins>
          )}
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
