'use client';

import { Spotlight, type SpotlightActionGroupData, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';

export const openPalette = (): void => spotlight.open();

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
      searchProps={{ leftSection: <IconSearch size={17} aria-hidden />, placeholder: 'Go to a page, model, provider or site', 'aria-label': 'Go to' }}
    />
  );
}
