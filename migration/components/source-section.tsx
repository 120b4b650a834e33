'use client';

import { useState } from 'react';
import { Button, Code, Group, Section, Text, TextInput, useAct } from '#components/ui/index.ts';
import { changeMigration, type MigrationView, migrationKeys } from '../client.ts';

/** Where the earlier installation lies. What is typed is kept sealed, since an address may hold a password; only its place is shown. */
export function SourceSection({ migration }: { migration: MigrationView }) {
  const [typed, setTyped] = useState('');
  const change = useAct<string | null>({
    run: (source) => changeMigration({ source }),
    done: (_, source) => (source === null ? 'The server’s own setting counts again.' : 'The source is set.'),
    refresh: [migrationKeys.status],
    onDone: () => setTyped(''),
  });
  return (
    <Section
      title="Source"
      description="A PostgreSQL URL, which is only ever read, or a dumpdata file on the server."
    >
      <Text mb="sm">
        {migration.source ? (
          <>
            Read from <Code>{migration.source}</Code>
            {migration.sourceTyped ? '' : ' (LEGACY_SOURCE)'}
            {migration.sourceShown ? `; what is imported came from ${migration.sourceShown}` : ''}
          </>
        ) : (
          'No source yet. Type it here, or set LEGACY_SOURCE on the server.'
        )}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(typed.trim());
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Place of the source"
            placeholder="postgres://reader@host/database or /path/dumpdata.json"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            flex={1}
            miw={220}
          />
          <Button type="submit" disabled={typed.trim() === ''} loading={change.isPending}>
            Set source
          </Button>
          {migration.sourceTyped ? (
            <Button variant="default" onClick={() => change.mutate(null)}>
              Forget it
            </Button>
          ) : null}
        </Group>
      </form>
    </Section>
  );
}
