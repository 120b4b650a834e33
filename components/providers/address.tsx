'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { REGISTRY } from '#client/models.ts';
import {
  type ProviderView,
  providerKeys,
  providerReferencesQuery,
  updateProvider,
} from '#client/providers.ts';
import {
  Button,
  fieldErrors,
  Group,
  ImpactDialog,
  impactsOf,
  Section,
  Stack,
  Text,
  TextInput,
  useAct,
} from '#components/ui/index.ts';

/** The base URL that calls go to. A stored key is bound to it: another address asks for the key again. */
export function Address({ provider }: { provider: ProviderView }) {
  const [typed, setTyped] = useState<string>();
  const [asking, setAsking] = useState(false);
  const baseUrl = typed ?? provider.baseUrl;
  const changed = baseUrl.trim() !== provider.baseUrl;
  const references = useQuery({ ...providerReferencesQuery(provider.id), enabled: asking });
  const keys = provider.credentials.filter((credential) => credential.status !== 'revoked').length;
  const save = useAct({
    run: () => updateProvider(provider, { baseUrl: baseUrl.trim() }),
    refresh: [providerKeys.all, ...REGISTRY],
    done: ({ voidedCredentials: voided }) =>
      voided > 0
        ? `The address is changed. ${voided} stored ${voided === 1 ? 'key no longer fits' : 'keys no longer fit'} it: enter them again.`
        : 'The address is changed.',
    undo: (after) => () => updateProvider(after, { baseUrl: provider.baseUrl }),
    onDone: () => {
      setAsking(false);
      setTyped(undefined);
    },
    onError: (error) => {
      setAsking(false);
      return fieldErrors(error) !== null;
    },
  });
  return (
    <Section title="Address">
      <Stack gap="sm" maw={620}>
        <TextInput
          label="Base URL"
          description="https, and a public host"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={baseUrl}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            save.reset();
          }}
          error={save.error ? (fieldErrors(save.error)?.['baseUrl'] ?? undefined) : undefined}
        />
        <Group>
          <Button disabled={!changed} onClick={() => setAsking(true)}>
            Change the address …
          </Button>
          {changed ? (
            <Button variant="default" onClick={() => setTyped(undefined)}>
              Cancel
            </Button>
          ) : null}
        </Group>
      </Stack>
      <ImpactDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Change the address of ${provider.name}`}
        summary={`Calls go to ${baseUrl.trim()} instead of ${provider.baseUrl}.${keys > 0 ? ' Where scheme, host or port differ, the stored keys cannot be read any more and must be entered again; until then its models are not offered.' : ''}`}
        impacts={impactsOf(references.data)}
        confirm="Change the address"
        danger={keys > 0}
        working={save.isPending}
        onConfirm={() => save.mutate()}
      >
        <Text fz="sm" c="dimmed">
          You can undo this from the message that follows: at its old address the stored keys are valid again.
        </Text>
      </ImpactDialog>
    </Section>
  );
}
