'use client';

import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { type Notice, noticesQuery, readNotice } from '#client/notices.ts';
import {
  ActionIcon,
  Anchor,
  Badge,
  Box,
  Button,
  Group,
  Popover,
  ScrollArea,
  Stack,
  Text,
  tell,
  useAct,
  useDisclosure,
  When,
} from '#components/ui/index.ts';

/** The bell: what happened while the person did something else, and a toast when something does. */
export function Notices() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const notices = useQuery(noticesQuery()).data?.data;
  const unread = notices?.filter((notice) => notice.readAt === null) ?? [];
  const read = useAct({
    run: (ids: string[]) => Promise.all(ids.map(readNotice)),
    refresh: [noticesQuery().queryKey],
  });
  useToldWhenNew(notices);
  return (
    <Box pos="relative">
      {unread.length > 0 ? (
        <Badge
          size="xs"
          circle
          variant="filled"
          color="red"
          pos="absolute"
          top={1}
          right={1}
          style={{ pointerEvents: 'none', zIndex: 1 }}
          aria-hidden
        >
          {unread.length}
        </Badge>
      ) : null}
      <Popover
        opened={opened}
        onChange={(next) => (next ? toggle() : close())}
        width={380}
        position="bottom-end"
        shadow="md"
        trapFocus
      >
        <Popover.Target>
          <ActionIcon
            size="lg"
            onClick={toggle}
            aria-label={unread.length > 0 ? `Notifications, ${unread.length} unread` : 'Notifications'}
          >
            <IconBell size={18} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p={0} aria-label="Notifications">
          <Group
            justify="space-between"
            px="md"
            py="xs"
            style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
          >
            <Text fw={600}>Notifications</Text>
            {unread.length > 0 ? (
              <Button
                variant="subtle"
                size="compact-xs"
                loading={read.isPending}
                onClick={() => read.mutate(unread.map((notice) => notice.id))}
              >
                Mark all as read
              </Button>
            ) : null}
          </Group>
          <ScrollArea.Autosize mah={420} type="auto">
            {notices?.length ? (
              <Stack gap={0}>
                {notices.map((notice) => (
                  <Entry
                    key={notice.id}
                    notice={notice}
                    onOpen={() => {
                      close();
                      if (notice.readAt === null) read.mutate([notice.id]);
                    }}
                  />
                ))}
              </Stack>
            ) : (
              <Text p="md" c="dimmed" fz="sm">
                Nothing yet. When long work ends or needs you, it is told here.
              </Text>
            )}
          </ScrollArea.Autosize>
        </Popover.Dropdown>
      </Popover>
    </Box>
  );
}

function Entry({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  return (
    <Box
      px="md"
      py="xs"
      {...(notice.readAt === null ? { bg: 'var(--app-hover)' } : {})}
      style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}
    >
      {notice.link ? (
        <Anchor
          component={Link}
          href={notice.link}
          fz="sm"
          fw={notice.readAt === null ? 600 : 500}
          onClick={onOpen}
        >
          {notice.title}
        </Anchor>
      ) : (
        <Text fz="sm" fw={notice.readAt === null ? 600 : 500}>
          {notice.title}
        </Text>
      )}
      <Text fz="xs" c="dimmed">
        {notice.body ? `${notice.body} · ` : ''}
        <When at={notice.createdAt} />
      </Text>
    </Box>
  );
}

/** Tells each notice that comes while the page is open. */
function useToldWhenNew(notices: Notice[] | undefined): void {
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!notices) return;
    for (const notice of notices)
      if (known.current && !known.current.has(notice.id) && notice.readAt === null) tell(notice.title);
    known.current = new Set(notices.map((notice) => notice.id));
  }, [notices]);
}
