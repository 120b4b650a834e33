'use client';

import { useState } from 'react';
import {
  Alert,
  Button,
  Checkbox,
  confirmAct,
  formatNumber,
  Group,
  Loader,
  Section,
  Stack,
  StatusBadge,
  Text,
  useAct,
  When,
} from '#components/ui/index.ts';
import { askForAct, migrationKeys, type PhaseAct, type PhaseView } from '../client.ts';
import { Effects, Faults, Findings, Listed, Outcomes } from './phase-tables.tsx';

const ACTS: readonly { act: PhaseAct; label: string; asks: string | null }[] = [
  { act: 'plan', label: 'Plan', asks: null },
  {
    act: 'apply',
    label: 'Apply',
    asks: 'It can be rolled back afterwards. A second application changes nothing.',
  },
  { act: 'verify', label: 'Verify', asks: null },
  {
    act: 'rollback',
    label: 'Roll back',
    asks: 'What the phase did is taken back. Later phases must have been rolled back before.',
  },
];
const WORKING: Record<PhaseAct, string> = {
  plan: 'Planning',
  apply: 'Applying',
  verify: 'Verifying',
  rollback: 'Rolling back',
};
const TONES = { pending: 'gray', applying: 'yellow', applied: 'accent', verified: 'green' } as const;

/** Whether there is anything to say of a phase beyond its head. */
const hasSaid = (phase: PhaseView): boolean =>
  Boolean(
    phase.asked || phase.error || phase.appliedAt || (phase.phase === 3 && phase.state === 'pending'),
  ) ||
  [phase.effects, phase.findings, phase.faults, phase.listed, phase.rows].some((rows) => rows.length > 0);

/** One phase: what it does, where it stands, what it found, and what may be done with it now. */
export function PhaseCard({
  phase,
  hasSource,
  busy,
}: {
  phase: PhaseView;
  hasSource: boolean;
  busy: boolean;
}) {
  const [test, setTest] = useState(false);
  const ask = useAct<PhaseAct>({
    run: (act) => askForAct(phase.phase, act, test),
    refresh: [migrationKeys.status],
  });
  const press = async ({ act, label, asks }: (typeof ACTS)[number]) => {
    if (
      asks &&
      !(await confirmAct({
        title: `${label} phase ${phase.phase}: ${phase.title}?`,
        body: asks,
        confirm: label,
        danger: act === 'rollback',
      }))
    )
      return;
    ask.mutate(act);
  };
  return (
    <Section
      title={`${phase.phase}. ${phase.title}`}
      description={phase.does}
      actions={
        <>
          <StatusBadge status={phase.state} tone={TONES[phase.state]} />
          {ACTS.map((entry) => (
            <Button
              key={entry.act}
              size="xs"
              variant={entry.act === 'apply' && phase.state === 'pending' ? 'filled' : 'default'}
              aria-label={`${entry.label} phase ${phase.phase}`}
              disabled={
                busy || !phase.allowed.includes(entry.act) || (!hasSource && entry.act !== 'rollback')
              }
              onClick={() => void press(entry)}
            >
              {entry.label}
            </Button>
          ))}
        </>
      }
    >
      {hasSaid(phase) ? (
        <Stack gap="md">
          {phase.asked ? (
            <Group gap="xs" role="status">
              <Loader size="xs" />
              <Text>
                {WORKING[phase.asked]}
                {phase.done > 0 ? `, ${formatNumber(phase.done)} rows so far` : ''}, asked by {phase.askedBy}
              </Text>
            </Group>
          ) : null}
          {phase.error ? (
            <Alert color="red" title="It was refused">
              {phase.error}
            </Alert>
          ) : null}
          {phase.appliedAt ? (
            <Text c="dimmed" fz="sm">
              Applied <When at={phase.appliedAt} />
              {phase.verifiedAt ? (
                <>
                  , verified <When at={phase.verifiedAt} />
                </>
              ) : null}
            </Text>
          ) : null}
          {phase.phase === 3 && phase.state === 'pending' ? (
            <Checkbox
              label="Try the keys at their providers first"
              checked={test}
              onChange={(event) => setTest(event.currentTarget.checked)}
            />
          ) : null}
          <Effects phase={phase} />
          <Findings phase={phase} />
          <Faults phase={phase} />
          <Listed phase={phase} />
          <Outcomes phase={phase} />
        </Stack>
      ) : null}
    </Section>
  );
}
