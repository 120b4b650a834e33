'use client';

import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { type Cluster, mergeClusters } from '#client/content/planner.ts';
import { Button, Group, Modal, Radio, Stack, Text, useAct } from '#components/ui/index.ts';
import { counted } from '#components/workspace/words.ts';

interface Props {
  siteId: string;
  clusters: Cluster[];
  onDone: () => void;
  onClose: () => void;
}

/** Merges clusters into the one that the person keeps: its name and description stay. */
export function MergeClusters({ siteId, clusters, onDone, onClose }: Props) {
  const ranked = clusters.toSorted((a, b) => b.keywordCount - a.keywordCount);
  const [kept, setKept] = useState(ranked[0]?.id ?? '');
  const merge = useAct({
    run: () =>
      mergeClusters(
        siteId,
        clusters.map((cluster) => cluster.id),
        kept,
      ),
    done: (cluster) => `Merged into ${cluster.name}.`,
    refresh: [contentKeys.site(siteId)],
    onDone,
  });
  return (
    <Modal opened onClose={onClose} title={`Merge ${counted(clusters.length, 'cluster')}`}>
      <Stack gap="md">
        <Radio.Group label="Keep" value={kept} onChange={setKept}>
          <Stack gap="xs" mt="xs">
            {ranked.map((cluster) => (
              <Radio
                key={cluster.id}
                value={cluster.id}
                label={cluster.name}
                description={counted(cluster.keywordCount, 'keyword')}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Text fz="sm" c="dimmed">
          Keywords and ideas of the others go to it, and the others are removed. This cannot be undone.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={merge.isPending} onClick={() => merge.mutate()}>
            Merge
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
