import Link from 'next/link';
import { Box, NavLink, Stack, Text } from '#components/ui/index.ts';
import type { Group } from './navigation.ts';

export function SideBar({ groups, pathname }: { groups: readonly Group[]; pathname: string }) {
  return (
    <Stack gap="md" component="nav" aria-label="Main">
      {groups.map((group) => (
        <Box key={group.label}>
          <Text fz="xs" fw={500} c="dimmed" px="xs" mb={4} truncate>
            {group.label}
          </Text>
          {group.items.map(({ label, href, icon: Icon }) => {
            const active = pathname === href || pathname.startsWith(`${href}/`);
            const exact = href === '/sites' ? pathname === href : active;
            return (
              <NavLink
                key={href}
                component={Link}
                href={href}
                label={label}
                leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
                active={exact}
                aria-current={exact ? 'page' : undefined}
                variant="light"
                styles={{ root: { borderRadius: 6, paddingBlock: 6 }, label: { fontSize: 13 } }}
              />
            );
          })}
        </Box>
      ))}
    </Stack>
  );
}
