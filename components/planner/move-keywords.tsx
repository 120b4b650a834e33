'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { contentKeys } from '#client/content/keys.ts';
import { clusterNamesQuery, createCluster, moveKeywords, moveKeywordsBack } from '#client/content/planner.ts';
import {
  Button,
  Group,
  Modal,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  useAct,
} from '#components/ui/index.ts';
import { counted } from '#components/workspace/words.ts';

type Way = 'existing' | 'new' | 'none';

/** Moves keywords by hand: into a cluster, into a new one, or out of theirs. */
export function MoveKeywords({
  siteId,
  ids,
  onClose,
}: {
  siteId: string;
  ids: string[];
  onClose: () => void;
}) {
  const [way, setWay] = useState<Way>('existing');
  const [clusterId, setClusterId] = useState<string | null>(null);
  const [name, setName] = useState('');
  const clusters = useQuery(clusterNamesQuery(siteId)).data?.data ?? [];
  const move = useAct({
    run: async () => {
      if (way !== 'new') return moveKeywords(siteId, ids, way === 'none' ? null : clusterId);
      await createCluster(siteId, { name, keywordIds: ids });
      return null;
    },
    undo: (moved) => (moved ? () => moveKeywordsBack(siteId, moved) : null),
    done: () => `${counted(ids.length, 'keyword')} moved.`,
    refresh: [contentKeys.site(siteId)],
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`Move ${counted(ids.length, 'keyword')}`}>
      <Stack gap="md">
        <SegmentedControl
          aria-label="Where to"
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={[
            { value: 'existing', label: 'A cluster' },
            { value: 'new', label: 'A new cluster' },
            { value: 'none', label: 'No cluster' },
          ]}
        />
        {way === 'existing' ? (
          <Select
            label="Cluster"
            placeholder={clusters.length === 0 ? 'No clusters yet' : 'Choose one'}
            searchable
            data={clusters.map((cluster) => ({ value: cluster.id, label: cluster.name }))}
            value={clusterId}
            onChange={setClusterId}
          />
        ) : null}
        {way === 'new' ? (
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
        ) : null}
        {way === 'none' ? <Text c="dimmed">They wait to be clustered again.</Text> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={move.isPending}
            disabled={(way === 'existing' && !clusterId) || (way === 'new' && !name.trim())}
            onClick={() => move.mutate()}
          >
            Move
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
