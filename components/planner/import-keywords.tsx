'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type ImportRequest, importKeywords } from '#client/content/planner.ts';
import {
  Alert,
  Button,
  Dropzone,
  Group,
  List,
  Modal,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  Text,
  useAct,
} from '#components/ui/index.ts';
import { counted } from '#components/workspace/words.ts';
import { headerOf, readText } from './csv-header.ts';

const FIELDS = [
  { field: 'keyword', label: 'Keyword', pattern: /keyword|phrase|query|term/i },
  { field: 'volume', label: 'Volume', pattern: /volume|searches/i },
  { field: 'difficulty', label: 'Difficulty', pattern: /difficulty|^kd/i },
  { field: 'intent', label: 'Intent', pattern: /intent/i },
  { field: 'country', label: 'Country', pattern: /country|region|market/i },
] as const;
type Columns = Partial<Record<(typeof FIELDS)[number]['field'], string>>;

const guess = (headers: string[]): Columns =>
  Object.fromEntries(
    FIELDS.flatMap(({ field, pattern }) =>
      headers
        .filter((name) => pattern.test(name))
        .slice(0, 1)
        .map((name) => [field, name]),
    ),
  );

/** Imports keywords from a CSV file: columns mapped, faulty lines shown before anything is written. */
export function ImportKeywords({ siteId, onClose }: { siteId: string; onClose: () => void }) {
  const [file, setFile] = useState<{ name: string; csv: string }>();
  const [columns, setColumns] = useState<Columns>({});
  const [skipFaulty, setSkipFaulty] = useState(false);
  const headers = file ? headerOf(file.csv) : [];
  const { keyword, ...others } = columns;
  const request: ImportRequest | null =
    file && keyword ? { csv: file.csv, columns: { keyword, ...others } } : null;
  const preview = useQuery({
    queryKey: ['content', siteId, 'import', file?.name, file?.csv.length, columns],
    queryFn: () => importKeywords(siteId, { ...(request as ImportRequest), preview: true }),
    enabled: request !== null,
    retry: false,
  });
  const run = useAct({
    run: () => importKeywords(siteId, { ...(request as ImportRequest), skipFaulty }),
    done: ({ added, merged }) =>
      `${counted(added, 'keyword')} imported${merged > 0 ? `, ${merged} merged with those that were there` : ''}.`,
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
  });
  const open = async (files: File[]) => {
    const [first] = files;
    if (!first) return;
    const csv = await readText(first);
    setFile({ name: first.name, csv });
    setColumns(guess(headerOf(csv)));
  };
  const report = preview.data;
  const faulty = report ? new Set(report.faults.map((fault) => fault.line)).size : 0;
  return (
    <Modal opened onClose={onClose} title="Import keywords" size="lg">
      <Stack gap="md">
        <Dropzone
          onDrop={(files) => void open(files)}
          accept={['text/csv', 'text/plain', 'text/tab-separated-values', 'application/vnd.ms-excel']}
          maxFiles={1}
          maxSize={4_000_000}
          p="lg"
        >
          <Text ta="center" fw={500}>
            {file ? file.name : 'Drop a CSV file here, or click to choose one'}
          </Text>
          <Text ta="center" c="dimmed" fz="sm">
            The first line names the columns. Up to 20,000 rows.
          </Text>
        </Dropzone>
        {file ? (
          <SimpleGrid cols={{ base: 2, sm: 3 }}>
            {FIELDS.map(({ field, label }) => (
              <Select
                key={field}
                label={label}
                placeholder={field === 'keyword' ? 'Choose its column' : 'None'}
                data={headers}
                clearable={field !== 'keyword'}
                value={columns[field] ?? null}
                onChange={(value) =>
                  setColumns(({ [field]: _, ...rest }) => (value ? { ...rest, [field]: value } : rest))
                }
              />
            ))}
          </SimpleGrid>
        ) : null}
        {preview.error ? <Alert color="red">{preview.error.message}</Alert> : null}
        {report ? (
          <Text aria-live="polite">
            {counted(report.rows, 'row')}: {report.added} new, {report.merged} merged, {faulty} faulty.
          </Text>
        ) : null}
        {report && faulty > 0 ? (
          <Alert color="orange" title={`${counted(faulty, 'line')} cannot be read`}>
            <List fz="sm" mah={160} style={{ overflow: 'auto' }}>
              {report.faults.slice(0, 100).map((fault) => (
                <List.Item key={`${fault.line}-${fault.column}`}>
                  Line {fault.line}, {fault.column}: {fault.message}
                </List.Item>
              ))}
            </List>
            <Switch
              mt="sm"
              label="Leave these lines out and import the rest"
              checked={skipFaulty}
              onChange={(event) => setSkipFaulty(event.currentTarget.checked)}
            />
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={run.isPending || preview.isFetching}
            disabled={!report || (faulty > 0 && !skipFaulty) || report.rows === faulty}
            onClick={() => run.mutate()}
          >
            Import {report ? counted(report.rows - faulty, 'keyword') : ''}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
