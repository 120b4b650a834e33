'use client';

import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { ActionIcon, Menu } from '#components/ui/index.ts';

/** What can be done with one row. The menu itself is made when it is first opened: a long list has hundreds of them. */
export function RowMenu({ label, children }: { label: string; children: ReactNode }) {
  const [opened, setOpened] = useState<boolean>();
  const target = useRef<HTMLButtonElement>(null);
  const button = (
    <ActionIcon
      ref={target}
      aria-label={`Actions for ${label}`}
      aria-haspopup="menu"
      aria-expanded={opened ?? false}
      onClick={(event) => {
        event.stopPropagation();
        if (opened === undefined) setOpened(true);
      }}
    >
      <IconDots size={16} aria-hidden />
    </ActionIcon>
  );
  if (opened === undefined) return button;
  return (
    <Menu
      position="bottom-end"
      width={190}
      opened={opened}
      onChange={setOpened}
      onClose={() => target.current?.focus()}
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown onClick={(event) => event.stopPropagation()}>{children}</Menu.Dropdown>
    </Menu>
  );
}
