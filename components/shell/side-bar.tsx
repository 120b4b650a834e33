import Link from 'next/link';
import { Box, NavLink, Stack, Text, Tooltip } from '#components/ui/index.ts';
import type { Group } from './navigation.ts';

/** The places one may go to; `narrow` leaves the icons, each still named. */
export function SideBar({
  groups,
  pathname,
  narrow,
}: {
  groups: readonly Group[];
  pathname: string;
  narrow: boolean;
}) {
  return (
    <Stack gap="md" component="nav" aria-label="Main">
      {groups.map((group) => (
        <Box key={group.label} role="group" aria-label={group.label}>
          {narrow ? null : (
            <Text fz="xs" fw={500} c="dimmed" px="xs" mb={4} truncate aria-hidden>
              {group.label}
            </Text>
          )}
          {group.items.map(({ label, href, icon: Icon }) => {
            const active = pathname === href || pathname.startsWith(`${href}/`);
            const exact = href === '/sites' ? pathname === href : active;
            return (
              <Tooltip key={href} label={label} position="right" disabled={!narrow}>
                <NavLink
                  component={Link}
                  href={href}
                  label={narrow ? null : label}
                  {...(narrow ? { 'aria-label': label } : {})}
                  leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
                  active={exact}
                  aria-current={exact ? 'page' : undefined}
                  variant="light"
                  styles={{
                    root: { borderRadius: 6, paddingBlock: 6, minHeight: 32 },
                    label: { fontSize: 13 },
                    section: narrow ? { marginInlineEnd: 0 } : {},
                  }}
                />
              </Tooltip>
            );
          })}
        </Box>
      ))}
    </Stack>
  );
}
