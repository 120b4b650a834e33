'use client';

import {
  IconBolt,
  IconCpu,
  IconMoon,
  IconPlugConnected,
  IconSearch,
  IconSun,
  IconWorld,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { api } from '#client/http.ts';
import { testConnection } from '#client/providers.ts';
import {
  ActionIcon,
  openPalette,
  Palette,
  Tooltip,
  tell,
  tellError,
  useComputedColorScheme,
  useMantineColorScheme,
} from '#components/ui/index.ts';
import type { Group } from './navigation.ts';

export function PaletteButton() {
  return (
    <Tooltip label="Search (Ctrl K)">
      <ActionIcon size="lg" aria-label="Search pages, models, providers and sites" onClick={openPalette}>
        <IconSearch size={17} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

interface Props {
  groups: readonly Group[];
  sites: readonly { id: string; name: string }[];
  isAdministrator: boolean;
}

/** Ctrl or ⌘ K: every page, site, model and provider that the person may open, and what can be done at once. */
export function CommandPalette({ groups, sites, isAdministrator }: Props) {
  const router = useRouter();
  const models =
    useQuery({
      queryKey: ['palette', 'models'],
      queryFn: () =>
        api.get<{ data: { id: string; displayName: string }[] }>('admin/ai-models', { limit: 200 }),
      enabled: isAdministrator,
    }).data?.data ?? [];
  const providers =
    useQuery({
      queryKey: ['palette', 'providers'],
      queryFn: () =>
        api.get<{ data: { id: string; name: string; hasAdapter: boolean }[] }>('admin/providers'),
      enabled: isAdministrator,
    }).data?.data ?? [];
  const go = (href: string) => () => router.push(href);
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const test = (provider: { id: string; name: string }) => () =>
    testConnection(provider.id, {}).then(
      (result) =>
        tell(
          result.ok
            ? `${provider.name} works: answered in ${result.latencyMs} ms.`
            : `${provider.name} refused: ${result.error?.message ?? ''}`,
        ),
      tellError,
    );
  const icon = { size: 17, stroke: 1.6, 'aria-hidden': true };
  return (
    <Palette
      actions={[
        ...groups.map((group) => ({
          group: group.label,
          actions: group.items.map((item) => ({
            id: item.href,
            label: item.label,
            leftSection: <item.icon {...icon} />,
            onClick: go(item.href),
          })),
        })),
        {
          group: 'Sites',
          actions: sites.map((site) => ({
            id: site.id,
            label: site.name,
            leftSection: <IconWorld {...icon} />,
            onClick: go(`/sites/${site.id}`),
          })),
        },
        {
          group: 'Models',
          actions: models.map((model) => ({
            id: model.id,
            label: model.displayName,
            leftSection: <IconCpu {...icon} />,
            onClick: go(`/admin/models/${model.id}`),
          })),
        },
        {
          group: 'Providers',
          actions: providers.map((provider) => ({
            id: provider.id,
            label: provider.name,
            leftSection: <IconPlugConnected {...icon} />,
            onClick: go(`/admin/providers/${provider.id}`),
          })),
        },
        {
          group: 'Actions',
          actions: [
            {
              id: 'theme',
              label: dark ? 'Light theme' : 'Dark theme',
              leftSection: dark ? <IconSun {...icon} /> : <IconMoon {...icon} />,
              onClick: () => setColorScheme(dark ? 'light' : 'dark'),
            },
            ...providers
              .filter((provider) => provider.hasAdapter)
              .map((provider) => ({
                id: `test-${provider.id}`,
                label: `Test the key of ${provider.name}`,
                leftSection: <IconBolt {...icon} />,
                onClick: test(provider),
              })),
          ],
        },
      ]}
    />
  );
}
