'use client';

import { IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { meQuery, signOut } from '#client/identity.ts';
import {
  ActionIcon,
  Avatar,
  Menu,
  tellError,
  useComputedColorScheme,
  useMantineColorScheme,
} from '#components/ui/index.ts';

/** Who is signed in, the theme, and the way out. */
export function AccountMenu() {
  const me = useQuery(meQuery()).data;
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const leave = () => signOut().then(() => window.location.assign('/sign-in'), tellError);
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon size="lg" radius="xl" aria-label="Account menu">
          <Avatar size={28} radius="xl" color="accent" aria-hidden>
            <IconUser size={16} stroke={1.8} />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me?.email}</Menu.Label>
        <Menu.Item component={Link} href="/account" leftSection={<IconUser size={15} aria-hidden />}>
          Your account
        </Menu.Item>
        <Menu.Item
          leftSection={dark ? <IconSun size={15} aria-hidden /> : <IconMoon size={15} aria-hidden />}
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {dark ? 'Light theme' : 'Dark theme'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
