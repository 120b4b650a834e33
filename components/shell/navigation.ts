import {
  IconActivity,
  IconBook2,
  IconBuildingStore,
  IconCoins,
  IconCpu,
  IconFileText,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconLayoutList,
  IconLink,
  IconPlayerPlay,
  IconPlugConnected,
  IconRefresh,
  IconReportMoney,
  IconSettings,
  IconSparkles,
  IconStairs,
  IconTable,
  IconTransfer,
  IconUsers,
  IconWorld,
} from '@tabler/icons-react';

export interface Destination {
  label: string;
  href: string;
  icon: typeof IconCpu;
}
export interface Group {
  label: string;
  items: Destination[];
}

export const WORK: Group = {
  label: 'Work',
  items: [
    { label: 'Sites', href: '/sites', icon: IconWorld },
    { label: 'Credits', href: '/credits', icon: IconCoins },
  ],
};

/** The pages of one site. */
export const siteGroup = (site: { id: string; name: string }): Group => ({
  label: site.name,
  items: [
    { label: 'Planner', href: `/sites/${site.id}/planner`, icon: IconLayoutList },
    { label: 'Writer', href: `/sites/${site.id}/writer`, icon: IconFileText },
    { label: 'Linker', href: `/sites/${site.id}/linker`, icon: IconLink },
    { label: 'Optimizer', href: `/sites/${site.id}/optimizer`, icon: IconSparkles },
    { label: 'Automation', href: `/sites/${site.id}/automation`, icon: IconPlayerPlay },
    { label: 'Settings', href: `/sites/${site.id}/settings`, icon: IconSettings },
  ],
});

export const ADMINISTRATION: Group[] = [
  {
    label: 'Registry',
    items: [
      { label: 'Models', href: '/admin/models', icon: IconCpu },
      { label: 'Providers', href: '/admin/providers', icon: IconPlugConnected },
      { label: 'Tiers', href: '/admin/tiers', icon: IconStairs },
      { label: 'Succession', href: '/admin/succession', icon: IconRefresh },
    ],
  },
  {
    label: 'Money and work',
    items: [
      { label: 'Accounts', href: '/admin/accounts', icon: IconBuildingStore },
      { label: 'Usage and margins', href: '/admin/usage', icon: IconReportMoney },
      { label: 'Books', href: '/admin/books', icon: IconBook2 },
      { label: 'Runs', href: '/admin/runs', icon: IconActivity },
      { label: 'Operations', href: '/admin/operations', icon: IconTable },
    ],
  },
  {
    label: 'Platform',
    items: [
      { label: 'Audit', href: '/admin/audit', icon: IconHistory },
      { label: 'Migration', href: '/admin/migration', icon: IconTransfer },
      { label: 'Users', href: '/admin/users', icon: IconUsers },
      { label: 'API tokens', href: '/admin/tokens', icon: IconKey },
      { label: 'Health', href: '/admin/health', icon: IconHeartbeat },
    ],
  },
];
