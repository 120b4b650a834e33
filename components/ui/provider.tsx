'use client';

import { MantineProvider } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '#client/query-client.ts';
import { undoNewest } from './act.tsx';
import { cssVariablesResolver, theme } from './theme.ts';

/** Everything a page stands on: theme, server data, state in the address, dialogs, toasts. */
export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  useHotkeys([['mod+Z', undoNewest]]);
  return (
    <QueryClientProvider client={queryClient}>
      <NuqsAdapter>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
          <ModalsProvider>
            <Notifications
              position="bottom-right"
              limit={4}
              autoClose={5000}
              transitionDuration={120}
              containerWidth={400}
            />
            {children}
          </ModalsProvider>
        </MantineProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  );
}
