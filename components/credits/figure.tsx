import type { ReactNode } from 'react';
import { Card, Text } from '#components/ui/index.ts';

/** One figure with its name: what a page's head is made of. */
export function Figure({
  label,
  children,
  note,
  tone,
}: {
  label: string;
  children: ReactNode;
  note?: ReactNode;
  tone?: 'red';
}) {
  return (
    <Card withBorder padding="sm">
      <Text fz="sm" c="dimmed">
        {label}
      </Text>
      <Text fz="xl" fw={600} style={{ fontVariantNumeric: 'tabular-nums' }} {...(tone ? { c: tone } : {})}>
        {children}
      </Text>
      {note ? (
        <Text fz="xs" c="dimmed" component="div">
          {note}
        </Text>
      ) : null}
    </Card>
  );
}
