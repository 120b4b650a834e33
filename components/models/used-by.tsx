'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { modelReferencesQuery } from '#client/models.ts';
import { Anchor, formatNumber, Group, Section, Stack, Text } from '#components/ui/index.ts';

/** Where a model is used: what changes when it goes. */
export function UsedBy({ modelId }: { modelId: string }) {
  const groups =
    useQuery(modelReferencesQuery(modelId)).data?.groups.filter((group) => group.count > 0) ?? [];
  return (
    <Section title="Used by">
      {groups.length === 0 ? <Text c="dimmed">Nothing refers to it.</Text> : null}
      <Stack gap="xs">
        {groups.map((group) => (
          <Group key={group.kind} gap={6} align="baseline">
            <Text fw={500}>
              {group.title}: {formatNumber(group.count)}
            </Text>
            {group.items.map((item) =>
              item.link ? (
                <Anchor key={item.id} component={Link} href={item.link} fz="sm">
                  {item.label}
                </Anchor>
              ) : (
                <Text key={item.id} fz="sm">
                  {item.label}
                </Text>
              ),
            )}
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
