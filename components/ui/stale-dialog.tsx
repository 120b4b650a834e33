import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { Modal } from './modal.tsx';

interface Props {
  title: string;
  /** Null while the present state is read. */
  fields: readonly { label: string; mine: string; theirs: string }[] | null;
  onMine: () => void;
  onTheirs: () => void;
  working: boolean;
}

/** Two people changed the same thing: shows both versions and lets the later one choose. */
export function StaleDialog({ title, fields, onMine, onTheirs, working }: Props) {
  return (
    <Modal opened onClose={onTheirs} title={title} size="lg">
      <Stack gap="md">
        <Text>Somebody else changed it while you did. Nothing of yours is stored yet.</Text>
        <Table aria-label="Both versions">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Field</Table.Th>
              <Table.Th>Yours</Table.Th>
              <Table.Th>Stored now</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields?.map((field) => (
              <Table.Tr key={field.label}>
                <Table.Th scope="row">{field.label}</Table.Th>
                <Table.Td fw={field.mine === field.theirs ? 400 : 600}>{field.mine}</Table.Td>
                <Table.Td>{field.theirs}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Group justify="flex-end">
          <Button variant="default" onClick={onTheirs}>
            Keep what is stored
          </Button>
          <Button onClick={onMine} loading={working} disabled={fields === null}>
            Save mine over it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
