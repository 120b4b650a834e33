'use client';

import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { formatDay, formatMoment } from './format.tsx';

const never = () => () => {};

/** A point in time: day and minute, the exact time on hover. Null is a dash. The server knows no time zone, so the page begins with UTC. */
export function When({ at, dayOnly = false }: { at: string | Date | null | undefined; dayOnly?: boolean }) {
  const isBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!at) return <span>–</span>;
  const iso = new Date(at).toISOString();
  const zone = isBrowser ? undefined : 'UTC';
  return (
    <Tooltip label={iso}>
      <time dateTime={iso}>{dayOnly ? formatDay(at, zone) : formatMoment(at, zone)}</time>
    </Tooltip>
  );
}
