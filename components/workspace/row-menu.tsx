'use client';

import { IconDots } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ActionIcon, Menu } from '#components/ui/index.ts';

/** What can be done with one row. */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${label}`} onClick={(event) => event.stopPropagation()}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>{children}</Menu.Dropdown>
    </Menu>
  );
}
