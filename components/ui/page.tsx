import { Alert, Box, Button, Center, Code, Group, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiError } from '#client/http.ts';

/** A page's head and body: what it is, one line on what for, and what can be done. */
export function Page({
  title,
  description,
  actions,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Stack gap="lg" maw={1320} mx="auto" w="100%">
      <Group justify="space-between" align="flex-start" gap="md">
        <Box style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Title order={1}>{title}</Title>
          {description ? (
            <Text c="dimmed" mt={2} maw={720}>
              {description}
            </Text>
          ) : null}
        </Box>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Group>
      {children}
    </Stack>
  );
}

/** A part of a page with its own head, in a hairline frame. */
export function Section({
  title,
  description,
  actions,
  children,
  id,
}: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Null: the head alone. */
  children: ReactNode;
  id?: string;
}) {
  return (
    <Box
      component="section"
      aria-label={title}
      id={id}
      style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8 }}
    >
      <Group
        justify="space-between"
        px="md"
        py="sm"
        gap="sm"
        style={children ? { borderBottom: '1px solid var(--mantine-color-default-border)' } : {}}
      >
        <Box style={{ flex: '1 1 200px' }}>
          <Title order={2}>{title}</Title>
          {description ? (
            <Text c="dimmed" fz="sm">
              {description}
            </Text>
          ) : null}
        </Box>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Group>
      {children ? <Box p="md">{children}</Box> : null}
    </Box>
  );
}

/** Says that there is nothing yet, why, and what to do next. */
export function EmptyState({
  title,
  description,
  action,
  icon,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap="xs" maw={440}>
        <ThemeIcon variant="light" color="gray" size={44} radius="xl">
          {icon ?? <IconInbox size={22} aria-hidden />}
        </ThemeIcon>
        <Text fw={600} fz="md" ta="center">
          {title}
        </Text>
        {description ? (
          <Text c="dimmed" ta="center">
            {description}
          </Text>
        ) : null}
        {action}
      </Stack>
    </Center>
  );
}

/** What went wrong, what to do, and the request id to tell. */
export function ErrorState({
  error,
  retry,
  title = 'This could not be loaded',
}: {
  error: unknown;
  retry?: () => void;
  title?: string;
}) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} aria-hidden />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text>{error instanceof Error ? error.message : String(error)}</Text>
        {requestId ? (
          <Text fz="xs">
            Request id <Code>{requestId}</Code>
          </Text>
        ) : null}
        {retry ? (
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}
