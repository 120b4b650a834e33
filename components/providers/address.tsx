'use client';

import { useState } from 'react';
import { type ProviderView, providerKeys, updateProvider } from '#client/providers.ts';
import { Alert, Button, fieldErrors, Group, Section, Stack, TextInput, tell, useAct } from '#components/ui/index.ts';

/** The base URL that calls go to. A stored key is bound to it: another address asks for the key again. */
export function Address({ provider }: { provider: ProviderView }) {
  const [baseUrl, setBaseUrl] = useState(provider.baseUrl);
  const changed = baseUrl.trim() !== provider.baseUrl;
  const save = useAct({
    run: () => updateProvider(provider, { baseUrl: baseUrl.trim() }),
    refresh: [providerKeys.all, ['models']],
    onDone: ({ voidedCredentials }) =>
      tell(voidedCredentials > 0 ? `The address is changed. ${voidedCredentials} stored keys no longer fit it: enter them again.` : 'The address is changed.'),
    onError: (error) => fieldErrors(error) !== null,
  });
  return (
    <Section title="Address">
      <Stack gap="sm" maw={620}>
        <TextInput
          label="Base URL"
          description="https, and a public host"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={baseUrl}
          onChange={(event) => setBaseUrl(event.currentTarget.value)}
          error={save.error ? (fieldErrors(save.error)?.['baseUrl'] ?? undefined) : undefined}
        />
        {changed ? (
          <Alert color="orange">Stored keys are bound to the present address. With another one they cannot be read and must be entered again.</Alert>
        ) : null}
        <Group>
          <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>
            Change the address
          </Button>
          {changed ? (
            <Button variant="default" onClick={() => setBaseUrl(provider.baseUrl)}>
              Cancel
            </Button>
          ) : null}
        </Group>
      </Stack>
    </Section>
  );
}
