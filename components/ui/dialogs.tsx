'use client';

import { Alert, Button, Group, List, Loader, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Modal } from './modal.tsx';

/** A red on which white can be read (WCAG AA). */
const DANGER = 'red.9';

/** A small question before an act. Resolves to whether the person said yes. */
export function confirmAct(options: {
  title: string;
  body: ReactNode;
  confirm: string;
  danger?: boolean;
}): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title: options.title,
      children: typeof options.body === 'string' ? <Text>{options.body}</Text> : options.body,
      labels: { confirm: options.confirm, cancel: 'Cancel' },
      confirmProps: options.danger ? { color: DANGER } : {},
      onConfirm: () => resolve(true),
      onCancel: () => resolve(false),
    });
  });
}

/** One kind of thing that an act touches, with its names. */
export interface Impact {
  what: string;
  items: readonly string[];
  total?: number;
}

/** The answer of a references endpoint as the dialog shows it; undefined while it is read. */
export const impactsOf = (
  references: { groups: { title: string; count: number; items: { label: string }[] }[] } | undefined,
): Impact[] | undefined =>
  references?.groups.map((group) => ({
    what: group.title.toLowerCase(),
    items: group.items.map((item) => item.label),
    total: group.count,
  }));

interface ImpactProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, in a sentence. */
  summary: ReactNode;
  /** Undefined while it is being found out. */
  impacts: readonly Impact[] | undefined;
  /** Choice of what serves instead, and other fields. */
  children?: ReactNode;
  confirm: string;
  onConfirm: () => void;
  working?: boolean;
  danger?: boolean;
  /** Why it cannot be done as it stands. */
  blocked?: string | null;
}

/** The one dialog before every risky act: what it touches, what serves instead, and that it can be undone. */
export function ImpactDialog({
  opened,
  onClose,
  title,
  summary,
  impacts,
  children,
  confirm,
  onConfirm,
  working,
  danger,
  blocked,
}: ImpactProps) {
  const touched = impacts?.filter((impact) => (impact.total ?? impact.items.length) > 0) ?? [];
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      <Stack gap="md">
        <Text>{summary}</Text>
        {impacts === undefined ? (
          <Group gap="xs">
            <Loader />
            <Text c="dimmed">Looking up what uses it …</Text>
          </Group>
        ) : touched.length === 0 ? (
          <Text c="dimmed">Nothing else uses it.</Text>
        ) : (
          <Stack gap={6}>
            <Text fw={500}>What this touches</Text>
            <List spacing={4}>
              {touched.map((impact) => (
                <List.Item key={impact.what}>
                  <Text span fw={500}>
                    {impact.total ?? impact.items.length} {impact.what}
                  </Text>
                  <Text span c="dimmed">
                    {' '}
                    {impact.items.slice(0, 6).join(', ')}
                    {(impact.total ?? impact.items.length) > 6 ? ' …' : ''}
                  </Text>
                </List.Item>
              ))}
            </List>
          </Stack>
        )}
        {children}
        {blocked ? (
          <Alert color="orange" icon={<IconAlertTriangle size={18} aria-hidden />}>
            {blocked}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            color={danger ? DANGER : 'accent'}
            onClick={onConfirm}
            loading={working ?? false}
            disabled={impacts === undefined || Boolean(blocked)}
          >
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
