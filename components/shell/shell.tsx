'use client';

import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { meQuery } from '#client/identity.ts';
import { sandboxQuery, sitesQuery } from '#client/sites.ts';
import {
  ActionIcon,
  AppShell,
  Box,
  Burger,
  Group,
  Text,
  Tooltip,
  useDisclosure,
  useLocalStorage,
  useMediaQuery,
} from '#components/ui/index.ts';
import { AccountMenu } from './account-menu.tsx';
import { BalanceChip } from './balance-chip.tsx';
import { Crumbs } from './crumbs.tsx';
import { ADMINISTRATION, siteGroup, WORK } from './navigation.ts';
import { Notices } from './notices.tsx';
import { CommandPalette, PaletteButton } from './palette.tsx';
import { SideBar } from './side-bar.tsx';

/** The frame of every page behind sign-in: side bar, top bar, the Sandbox strip, the command palette. */
export function Shell({ children, running }: { children: ReactNode; running?: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [narrowed, setNarrowed] = useLocalStorage({ key: 'side-bar-narrow', defaultValue: false });
  const wide = useMediaQuery('(min-width: 48em)', true);
  const narrow = narrowed && wide;
  const pathname = usePathname();
  const me = useQuery(meQuery()).data;
  const sites = useQuery(sitesQuery()).data?.data ?? [];
  const sandbox = useQuery(sandboxQuery()).data?.sandbox ?? false;
  const siteId = /^\/sites\/([0-9a-f-]{36})/.exec(pathname)?.[1];
  const site = sites.find((entry) => entry.id === siteId);
  const groups = [WORK, ...(site ? [siteGroup(site)] : []), ...(me?.isAdministrator ? ADMINISTRATION : [])];
  return (
    <AppShell
      header={{ height: sandbox ? 76 : 52 }}
      navbar={{ width: narrow ? 54 : 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="lg"
      transitionDuration={120}
    >
      <AppShell.Header>
        <a className="skip-link" href="#main">
          Skip to the content
        </a>
        {sandbox ? (
          <Box
            ta="center"
            fz="xs"
            fw={500}
            h={24}
            lh="24px"
            bg="var(--mantine-color-yellow-light)"
            c="var(--mantine-color-yellow-light-color)"
          >
            Sandbox: a provider is a local double; nothing is bought.
          </Box>
        ) : null}
        <Group h={52} px="md" justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Tooltip label={narrow ? 'Wide side bar' : 'Narrow side bar'}>
              <ActionIcon
                visibleFrom="sm"
                aria-label="Narrow side bar"
                aria-pressed={narrow}
                ml={-5}
                onClick={() => setNarrowed(!narrow)}
              >
                {narrow ? (
                  <IconLayoutSidebarLeftExpand size={17} aria-hidden />
                ) : (
                  <IconLayoutSidebarLeftCollapse size={17} aria-hidden />
                )}
              </ActionIcon>
            </Tooltip>
            <Text
              fw={700}
              fz="md"
              visibleFrom="sm"
              w={narrow ? undefined : 152}
              style={{ letterSpacing: '-0.01em', whiteSpace: 'nowrap' }}
            >
              IGNY8 Console
            </Text>
            <Text hiddenFrom="sm" fw={600} truncate>
              {site?.name ?? 'IGNY8 Console'}
            </Text>
            <Crumbs sites={sites} />
          </Group>
          <Group gap="xs" wrap="nowrap">
            {running}
            <PaletteButton />
            <Notices />
            <BalanceChip />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar px="xs" py="md" style={{ overflowY: 'auto' }} onClick={close}>
        <SideBar groups={groups} pathname={pathname} narrow={narrow} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        {children}
      </AppShell.Main>
      <CommandPalette groups={groups} sites={sites} isAdministrator={me?.isAdministrator ?? false} />
    </AppShell>
  );
}
