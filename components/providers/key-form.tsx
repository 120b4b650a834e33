'use client';

import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { REGISTRY } from '#client/models.ts';
import {
  type ProviderView,
  providerKeys,
  providerReferencesQuery,
  restoreCredential,
  revokeCredential,
  setCredential,
  type TestView,
  testConnection,
} from '#client/providers.ts';
import {
  Alert,
  Button,
  Checkbox,
  fieldErrors,
  Group,
  ImpactDialog,
  impactsOf,
  PasswordInput,
  Select,
  Stack,
  Text,
  useAct,
} from '#components/ui/index.ts';

/** Paste, test, save: the value goes to the server and is never seen again. A stored key stays until the new one has passed. */
export function KeyForm({
  provider,
  field,
  replaces,
  onDone,
}: {
  provider: ProviderView;
  field: ProviderView['credentialFields'][number];
  replaces: boolean;
  onDone: () => void;
}) {
  const [value, setValue] = useState('');
  const [check, setCheck] = useState(true);
  const [overlap, setOverlap] = useState('0');
  const test = useMutation({ mutationFn: () => testConnection(provider.id, { name: field.name, value }) });
  const [asking, setAsking] = useState(false);
  const old = provider.credentials.find(
    (credential) => credential.name === field.name && credential.status === 'active',
  );
  const references = useQuery({ ...providerReferencesQuery(provider.id), enabled: asking });
  const save = useAct({
    run: () =>
      setCredential(provider.id, {
        name: field.name,
        value,
        test: check && provider.hasAdapter,
        overlapHours: Number(overlap),
      }),
    refresh: [providerKeys.all, ...REGISTRY],
    done: () => `The ${field.label} of ${provider.name} is saved.`,
    undo: (after) => {
      const made = after.credentials.find(
        (credential) => credential.name === field.name && credential.status === 'active',
      );
      // What has left the sandbox has no key of it to go back to.
      if (!old || !made || old.isSandbox !== made.isSandbox) return null;
      return async () => {
        await revokeCredential(provider.id, made);
        await restoreCredential(provider.id, old.id);
      };
    },
    onDone: () => {
      setAsking(false);
      onDone();
    },
    onError: () => {
      setAsking(false);
      return true;
    },
  });
  const fault = save.error ?? test.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (replaces) setAsking(true);
        else save.mutate();
      }}
    >
      <Stack gap="sm">
        <PasswordInput
          label={replaces ? `New ${field.label}` : field.label}
          description={`Looks like ${field.example}. It is stored encrypted and cannot be read again.`}
          value={value}
          onChange={(event) => {
            setValue(event.currentTarget.value);
            test.reset();
          }}
          error={fault ? (fieldErrors(fault)?.['value'] ?? fault.message) : undefined}
          autoComplete="off"
          spellCheck={false}
          required
        />
        {test.data ? <TestResult result={test.data} /> : null}
        {provider.hasAdapter ? (
          <Checkbox
            label="Save only if the provider accepts it"
            checked={check}
            onChange={(event) => setCheck(event.currentTarget.checked)}
          />
        ) : null}
        {replaces ? (
          <Select
            label="The key it replaces"
            value={overlap}
            onChange={(next) => setOverlap(next ?? '0')}
            data={[
              { value: '0', label: 'Ends at once' },
              { value: '1', label: 'Stays valid for 1 hour' },
              { value: '24', label: 'Stays valid for 24 hours' },
              { value: '168', label: 'Stays valid for 7 days' },
            ]}
            maw={280}
          />
        ) : null}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={value.trim() === ''}>
            Save key
          </Button>
          {provider.hasAdapter ? (
            <Button
              variant="default"
              leftSection={<IconPlugConnected size={15} aria-hidden />}
              loading={test.isPending}
              disabled={value.trim() === ''}
              onClick={() => test.mutate()}
            >
              Test without saving
            </Button>
          ) : null}
        </Group>
      </Stack>
      <ImpactDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Replace the ${field.label} of ${provider.name}`}
        summary={
          <>
            The key …{old?.lastFour ?? ''}{' '}
            {overlap === '0' ? 'ends at once' : 'stays valid for the time that you chose'}; calls use the new
            one from now on.
            {provider.isSandbox
              ? ` A key of ${provider.name} itself takes it out of the sandbox: calls go to the provider then, and cost money.`
              : ''}
          </>
        }
        impacts={impactsOf(references.data)}
        confirm="Replace the key"
        working={save.isPending}
        onConfirm={() => save.mutate()}
      >
        <Text fz="sm" c="dimmed">
          {check && provider.hasAdapter
            ? 'It is tried first; if the provider refuses it, nothing changes. '
            : ''}
          You can undo this from the message that follows.
        </Text>
      </ImpactDialog>
    </form>
  );
}

/** What the provider answered, how fast, and which of our models the key can use. */
export function TestResult({ result }: { result: TestView }) {
  const missing = result.models.filter((model) => !model.found);
  if (!result.ok) {
    return (
      <Alert color="red" role="alert" title={`The provider refused after ${result.latencyMs} ms`}>
        {result.error?.message}
      </Alert>
    );
  }
  return (
    <Alert color="green" role="status" title={`It works: answered in ${result.latencyMs} ms`}>
      {result.modelsSeen === null
        ? 'The provider knows this key.'
        : `The key sees ${result.modelsSeen} models.`}
      {missing.length > 0 ? ` Not among them: ${missing.map((model) => model.modelName).join(', ')}.` : ''}
    </Alert>
  );
}
