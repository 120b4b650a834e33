import type { SettingsView } from '#client/sites.ts';
import { Alert, Stack, Text } from '#components/ui/index.ts';

const SOURCE = { model: 'your choice', tier: 'your tier', default: 'the default' } as const;

/** What really serves the site now, at what price, and why it is not what was asked. */
export function Served({ resolved }: { resolved: SettingsView['resolved']['image'] }) {
  if (!resolved.served) {
    return (
      <Alert color="red" title="Nothing can serve this site now">
        {resolved.reason}
      </Alert>
    );
  }
  return (
    <Stack gap={4}>
      <Text fz="sm">
        Served by <b>{resolved.served.displayName}</b> at {resolved.label} ({SOURCE[resolved.source]})
      </Text>
      {resolved.reason ? <Alert color="yellow">{resolved.reason}</Alert> : null}
    </Stack>
  );
}
