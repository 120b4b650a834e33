import type { ReactNode } from 'react';
import { Box, Center, Paper, Stack, Text, Title } from '#components/ui/index.ts';

/** The frame of the pages before sign-in. */
export function AuthCard({
  title,
  description,
  children,
}: {
  title: string;
  description: string;
  children: ReactNode;
}) {
  return (
    <Center component="main" mih="100dvh" p="md" bg="var(--app-surface)">
      <Box w="100%" maw={380}>
        <Text fw={700} fz="lg" ta="center" mb="md" style={{ letterSpacing: '-0.01em' }}>
          IGNY8 Console
        </Text>
        <Paper withBorder p="lg">
          <Stack gap="md">
            <Box>
              <Title order={1}>{title}</Title>
              <Text c="dimmed">{description}</Text>
            </Box>
            {children}
          </Stack>
        </Paper>
      </Box>
    </Center>
  );
}
