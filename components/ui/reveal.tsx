import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { Modal } from './modal.tsx';

/** Shows a secret of ours the one time that it can be seen; it closes only by saying that it is kept. */
export function RevealOnce({
  title,
  secret,
  note,
  onClose,
}: {
  title: string;
  secret: string;
  note: string;
  onClose: () => void;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        <Text>{note}</Text>
        <Code block>{secret}</Code>
        <Alert color="orange">It cannot be shown again.</Alert>
        <Group justify="flex-end">
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>I have saved it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
