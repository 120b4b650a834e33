'use client';

import { useQuery } from '@tanstack/react-query';
import { accountKeys, type OwnKeyView, ownKeysQuery } from '#client/accounts.ts';
import { restoreCredential, revokeCredential } from '#client/providers.ts';
import {
  Alert,
  Button,
  Code,
  Group,
  Section,
  Stack,
  StatusBadge,
  Text,
  useAct,
  When,
} from '#components/ui/index.ts';

/** The keys that an account has of its own; nothing is shown for an account that has none. */
export function OwnKeys({ accountId }: { accountId: string }) {
  const keys = useQuery(ownKeysQuery(accountId)).data?.data ?? [];
  if (keys.length === 0) return null;
  return (
    <Section
      title="Own keys"
      description="Its runs call these providers with its own keys: the provider bills the account, the credits stay the same. Revoked, they call with the platform’s key again."
    >
      <Stack gap="sm">
        {keys.map((key) => (
          <OwnKey key={key.id} accountId={accountId} ownKey={key} />
        ))}
      </Stack>
    </Section>
  );
}

function OwnKey({ accountId, ownKey }: { accountId: string; ownKey: OwnKeyView }) {
  const refresh = [accountKeys.ownKeys(accountId)];
  const restore = () => restoreCredential(ownKey.providerId, ownKey.id);
  const revoke = useAct({
    run: () => revokeCredential(ownKey.providerId, ownKey),
    refresh,
    done: () => 'The key is revoked.',
    undo: () => restore,
  });
  const back = useAct({ run: restore, refresh, done: () => 'The key is back.' });
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <Text fw={500}>{ownKey.provider}</Text>
        <Code>…{ownKey.lastFour ?? ''}</Code>
        <StatusBadge status={ownKey.status} />
        {ownKey.lastUsedAt ? (
          <Text fz="sm" c="dimmed">
            last used <When at={ownKey.lastUsedAt} />
          </Text>
        ) : null}
        {ownKey.status !== 'revoked' ? (
          <Button size="xs" variant="default" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            Revoke
          </Button>
        ) : ownKey.restorableUntil ? (
          <Button size="xs" variant="default" loading={back.isPending} onClick={() => back.mutate()}>
            Bring back
          </Button>
        ) : null}
      </Group>
      {ownKey.problem ? (
        <Alert color="yellow">
          This key does not open at the provider’s present address: runs call with the platform’s.
        </Alert>
      ) : null}
      {ownKey.status === 'failing' && ownKey.lastError ? <Alert color="red">{ownKey.lastError}</Alert> : null}
    </Stack>
  );
}
