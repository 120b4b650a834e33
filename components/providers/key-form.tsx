'use client';

import { IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type ProviderView, providerKeys, setCredential, type TestView, testConnection } from '#client/providers.ts';
import { Alert, Button, Checkbox, fieldErrors, Group, PasswordInput, Select, Stack, useAct } from '#components/ui/index.ts';

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
  const save = useAct({
    run: () => setCredential(provider.id, { name: field.name, value, test: check && provider.hasAdapter, overlapHours: Number(overlap) }),
    refresh: [providerKeys.all, ['models']],
    done: () => `The ${field.label} of ${provider.name} is saved.`,
    onDone,
    onError: () => true,
  });
  const fault = save.error ?? test.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
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
          <Checkbox label="Save only if the provider accepts it" checked={check} onChange={(event) => setCheck(event.currentTarget.checked)} />
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
      {result.modelsSeen === null ? 'The provider knows this key.' : `The key sees ${result.modelsSeen} models.`}
      {missing.length > 0 ? ` Not among them: ${missing.map((model) => model.modelName).join(', ')}.` : ''}
    </Alert>
  );
}
