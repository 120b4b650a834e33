'use client';

import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { REGISTRY } from '#client/models.ts';
import {
  type CredentialView,
  type ProviderView,
  providerKeys,
  providerReferencesQuery,
  restoreCredential,
  revokeCredential,
} from '#client/providers.ts';
import {
  Alert,
  Badge,
  Button,
  Card,
  Code,
  Group,
  ImpactDialog,
  impactsOf,
  Section,
  Stack,
  StatusBadge,
  Text,
  useAct,
  When,
} from '#components/ui/index.ts';
import { KeyForm } from './key-form.tsx';

const PROBLEM: Record<NonNullable<CredentialView['problem']>, string> = {
  bound_elsewhere:
    'This key was stored for another address of the provider and cannot be read for this one. Enter it again.',
  unknown_encryption_key:
    'This key was encrypted with an encryption key that is not here. Add that key to the key ring, or enter the secret again.',
  altered: 'This key cannot be decrypted: what is stored was altered. Enter it again.',
};

/** The keys of a provider: who set which and when, never more of them than four characters. */
export function Keys({ provider }: { provider: ProviderView }) {
  const [open, setOpen] = useState<string>();
  return (
    <Section
      title="Keys"
      description="Several may be valid at a time, so that one can be replaced without a gap."
    >
      <Stack gap="lg">
        {provider.credentialFields.map((field) => {
          const stored = provider.credentials.filter((credential) => credential.name === field.name);
          const valid = stored.filter((credential) => credential.status !== 'revoked');
          const active = valid.length > 0;
          const unreadable = active && valid.every((credential) => credential.problem !== null);
          return (
            <Stack key={field.name} gap="xs">
              <Text fw={500}>{field.label}</Text>
              {stored.length === 0 ? <Text c="dimmed">Not set.</Text> : null}
              {stored.map((credential) => (
                <StoredKey key={credential.id} provider={provider} credential={credential} />
              ))}
              {open === field.name || !active || unreadable ? (
                <Card maw={620}>
                  <KeyForm
                    provider={provider}
                    field={field}
                    replaces={active}
                    onDone={() => setOpen(undefined)}
                  />
                </Card>
              ) : (
                <Group>
                  <Button
                    variant="default"
                    leftSection={<IconKey size={15} aria-hidden />}
                    onClick={() => setOpen(field.name)}
                  >
                    Replace {field.label}
                  </Button>
                </Group>
              )}
            </Stack>
          );
        })}
      </Stack>
    </Section>
  );
}

function StoredKey({ provider, credential }: { provider: ProviderView; credential: CredentialView }) {
  const [asking, setAsking] = useState(false);
  const references = useQuery({
    ...providerReferencesQuery(provider.id),
    enabled: asking && credential.status !== 'revoked',
  });
  const restore = useAct({
    run: () => restoreCredential(provider.id, credential.id),
    refresh: [providerKeys.all, ...REGISTRY],
    done: () => 'The key is back.',
  });
  const revoke = useAct({
    run: () => revokeCredential(provider.id, credential),
    refresh: [providerKeys.all, ...REGISTRY],
    done: () => 'The key is revoked.',
    undo: () => () => restoreCredential(provider.id, credential.id),
    onDone: () => setAsking(false),
  });
  const last = !provider.credentials.some(
    (other) => other.id !== credential.id && other.name === credential.name && other.status !== 'revoked',
  );
  return (
    <Card padding="sm" maw={620}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={2}>
          <Group gap={6}>
            <Code>…{credential.lastFour ?? ''}</Code>
            <StatusBadge status={credential.status} />
            {credential.isSandbox ? <Badge color="yellow">Sandbox</Badge> : null}
          </Group>
          <Text fz="sm" c="dimmed">
            Set by {credential.createdByLabel ?? 'the platform'} on <When at={credential.createdAt} />
            {credential.lastUsedAt ? (
              <>
                , last used <When at={credential.lastUsedAt} />
              </>
            ) : null}
            {credential.retiresAt ? (
              <>
                , ends <When at={credential.retiresAt} />
              </>
            ) : null}
          </Text>
          {credential.lastError ? (
            <Text fz="sm" c="red">
              {credential.lastError}
            </Text>
          ) : null}
        </Stack>
        {credential.status === 'revoked' ? (
          credential.restorableUntil ? (
            <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
              Bring back
            </Button>
          ) : null
        ) : (
          <Button variant="subtle" color="red" loading={revoke.isPending} onClick={() => setAsking(true)}>
            Revoke
          </Button>
        )}
      </Group>
      {credential.problem ? (
        <Alert color="red" mt="sm">
          {PROBLEM[credential.problem]}
        </Alert>
      ) : null}
      <ImpactDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Revoke the key …${credential.lastFour ?? ''}`}
        summary={
          last
            ? `It is the only valid one: calls to ${provider.name} stop at once, and its models disappear from the choices. It can be brought back for a day.`
            : `Another key of ${provider.name} stays valid and serves. This one can be brought back for a day.`
        }
        impacts={last ? impactsOf(references.data) : []}
        confirm="Revoke"
        danger
        working={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </Card>
  );
}
