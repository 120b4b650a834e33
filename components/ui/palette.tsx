'use client';

import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';

export const openPalette = (): void => spotlight.open();

/** What arrives after the words were typed is not selected by Mantine: Enter then takes the first that is shown. */
function takeFirst(event: KeyboardEvent<HTMLInputElement>): void {
  const dialog = event.key === 'Enter' ? event.currentTarget.closest('[role="dialog"]') : null;
  if (dialog && !dialog.querySelector('[data-action][data-selected]'))
    dialog.querySelector<HTMLElement>('[data-action]')?.click();
}

/** The command palette, named for screen readers, with the usual shortcut. */
export function Palette({ actions }: { actions: SpotlightActionGroupData[] }) {
  return (
    <Spotlight
      title="Go to"
      actions={actions.filter((group) => group.actions.length > 0)}
      shortcut={['mod + K']}
      nothingFound="Nothing of that name."
      highlightQuery
      limit={12}
      scrollable
      maxHeight={420}
      searchProps={{
        onKeyDown: takeFirst,
        leftSection: <IconSearch size={17} aria-hidden />,
        placeholder: 'Go to a page, model, provider or site',
        'aria-label': 'Go to',
      }}
    />
  );
}
