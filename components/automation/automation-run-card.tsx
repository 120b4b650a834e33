'use client';

import Link from 'next/link';
import {
  type AutomationRunData,
  automationKeys,
  type Decision,
  decideAutomation,
} from '#client/automation.ts';
import {
  Alert,
  Anchor,
  Button,
  confirmAct,
  formatCredits,
  formatNumber,
  Group,
  Progress,
  Section,
  Stack,
  StatusBadge,
  Stepper,
  Text,
  useAct,
  useMediaQuery,
  When,
} from '#components/ui/index.ts';
import { STAGE_WORDS } from './words.ts';

const DONE: Record<Decision, string> = {
  approve: 'It goes on.',
  pause: 'It is paused.',
  resume: 'It goes on.',
  cancel: 'It is cancelled.',
  retry: 'What failed is tried again.',
};

/** An automation run as it happens: each stage with its counts, the cost so far against the ceiling, and what a person can do. */
export function AutomationRunCard({
  siteId,
  run,
  readOnly,
}: {
  siteId: string;
  run: AutomationRunData;
  readOnly: boolean;
}) {
  const act = useAct({
    run: (decision: Decision) => decideAutomation(siteId, run.id, decision),
    refresh: [automationKeys.one(siteId), ['credits']],
    done: (_, decision) => DONE[decision],
  });
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
  const cancel = async () => {
    if (
      await confirmAct({
        title: 'Cancel this run',
        body: 'Nothing more is begun and what is reserved goes back. What is done stays, and stays paid.',
        confirm: 'Cancel the run',
        danger: true,
      })
    )
      act.mutate('cancel');
  };
  const enabled = run.stages.filter((stage) => stage.enabled);
  const at = enabled.findIndex((stage) => stage.state !== 'done');
  const open = run.finishedAt === null;
  const button = (decision: Decision, label: string, primary = false) => (
    <Button
      variant={primary ? 'filled' : 'default'}
      loading={act.isPending}
      onClick={() => act.mutate(decision)}
    >
      {label}
    </Button>
  );
  return (
    <Section
      title={open ? 'At work' : 'Last run'}
      description={
        <>
          Started <When at={run.createdAt} />
          {run.trigger === 'schedule' ? ' by schedule' : ''}
          {run.finishedAt ? (
            <>
              , ended <When at={run.finishedAt} />
            </>
          ) : null}
        </>
      }
      actions={
        <>
          <StatusBadge status={run.status} />
          {readOnly ? null : (
            <>
              {run.status === 'waiting_for_approval' ? button('approve', 'Approve and go on', true) : null}
              {run.status === 'running' || run.status === 'waiting_for_credits'
                ? button('pause', 'Pause')
                : null}
              {run.status === 'paused' ? button('resume', 'Resume', true) : null}
              {run.status === 'failed' || run.status === 'partly_succeeded'
                ? button('retry', 'Try again what failed')
                : null}
              {open ? (
                <Button variant="subtle" color="red" loading={act.isPending} onClick={cancel}>
                  Cancel
                </Button>
              ) : null}
            </>
          )}
        </>
      }
    >
      <Stack gap="md" aria-live="polite">
        <Stepper
          active={at < 0 ? enabled.length : at}
          size="xs"
          orientation={narrow ? 'vertical' : 'horizontal'}
          allowNextStepsSelect={false}
        >
          {enabled.map((stage) => (
            <Stepper.Step
              key={stage.stage}
              label={STAGE_WORDS[stage.stage].title}
              description={`${stage.done} of ${stage.items ?? 0}${stage.failed > 0 ? `, ${stage.failed} failed` : ''} · ${formatCredits(stage.credits)}`}
              loading={stage.state === 'working' && run.status === 'running'}
            />
          ))}
        </Stepper>
        <Stack gap={4}>
          <Group justify="space-between">
            <Text fz="sm">
              {formatNumber(run.credits)} of at most {formatCredits(run.ceiling)} spent
            </Text>
          </Group>
          <Progress
            value={run.ceiling === 0 ? 0 : (run.credits / run.ceiling) * 100}
            aria-label="Credits spent of the ceiling"
            size="sm"
          />
        </Stack>
        {run.reason ? (
          <Alert color={run.status === 'failed' ? 'red' : 'yellow'}>
            {run.reason}
            {run.status === 'waiting_for_credits' ? (
              <Anchor component={Link} href="/credits" fz="sm" ml={6}>
                Top up
              </Anchor>
            ) : null}
            {run.status === 'waiting_for_approval' && run.stage ? (
              <Anchor
                component={Link}
                href={`/sites/${siteId}/${STAGE_WORDS[run.stage].made}`}
                fz="sm"
                ml={6}
              >
                See what it made
              </Anchor>
            ) : null}
          </Alert>
        ) : null}
        {run.errors.map((error) => (
          <Alert key={error.runId} color="red" title={STAGE_WORDS[error.stage].title}>
            {error.message}{' '}
            <Anchor component={Link} href={`/runs/${error.runId}`} fz="sm">
              See what failed
            </Anchor>
          </Alert>
        ))}
      </Stack>
    </Section>
  );
}
