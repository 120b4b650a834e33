'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Alert, ErrorState, Page, Skeleton, Stack } from '#components/ui/index.ts';
import { migrationKeys, migrationQuery } from '../client.ts';
import { ImpactSection } from './impact-section.tsx';
import { PhaseCard } from './phase-card.tsx';
import { SourceSection } from './source-section.tsx';

/** The moving over of an earlier installation: where it lies, what it would cost whom, and a card for each phase. */
export function MigrationPage() {
  const { data, error, refetch } = useQuery(migrationQuery());
  const client = useQueryClient();
  const settled = data?.phases.map((phase) => `${phase.state}${phase.asked ?? ''}`).join();
  const last = useRef(settled);
  useEffect(() => {
    if (last.current !== settled) void client.invalidateQueries({ queryKey: migrationKeys.impact });
    last.current = settled;
  }, [client, settled]);
  return (
    <Page
      title="Migration"
      description="Moves an earlier installation over in seven phases. Each is planned, applied, verified, and can be taken back."
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data ? (
        <Stack gap="lg">
          {data.closedAt ? (
            <Alert color="green" title="The migration is closed">
              The source is archived in {data.archivePath}. SHA-256 {data.archiveHash}
            </Alert>
          ) : null}
          <SourceSection migration={data} />
          {data.phases.map((phase) => (
            <PhaseCard
              key={phase.phase}
              phase={phase}
              hasSource={data.source !== null}
              busy={data.phases.some((other) => other.asked !== null)}
            />
          ))}
          <ImpactSection maxChange={data.maxChange} />
        </Stack>
      ) : error ? null : (
        <Skeleton height={400} />
      )}
    </Page>
  );
}
