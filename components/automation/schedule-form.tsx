'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type AutomationData,
  automationKeys,
  automationQuoteQuery,
  previewQuery,
  updateAutomation,
} from '#client/automation.ts';
import {
  Alert,
  Badge,
  Button,
  fieldErrors,
  formatNumber,
  Group,
  List,
  NumberInput,
  Section,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  useAct,
  useDebouncedValue,
} from '#components/ui/index.ts';
import { counted } from '#components/workspace/words.ts';
import { SwitchOn } from './switch-on.tsx';

const USUAL = [
  { value: '0 9 * * 1', label: 'Every Monday at 09:00' },
  { value: '0 9 * * 1-5', label: 'Every weekday at 09:00' },
  { value: '0 9 * * *', label: 'Every day at 09:00' },
  { value: '0 9 1 * *', label: 'On the first of each month at 09:00' },
];

/** When it runs by itself, in the site's time zone, and what it may spend. */
export function ScheduleForm({ automation, readOnly }: { automation: AutomationData; readOnly: boolean }) {
  const { siteId, version } = automation;
  const [cron, setCron] = useState(automation.cron ?? '');
  const [perRun, setPerRun] = useState<number | string>(automation.budgetPerRun ?? '');
  const [perMonth, setPerMonth] = useState<number | string>(automation.budgetPerMonth ?? '');
  const [switching, setSwitching] = useState(false);
  const [asked] = useDebouncedValue(cron, 300);
  const preview = useQuery(previewQuery(siteId, asked));
  const quote = useQuery(automationQuoteQuery(siteId)).data;
  const values = {
    cron: cron.trim() || null,
    budgetPerRun: perRun === '' ? null : Number(perRun),
    budgetPerMonth: perMonth === '' ? null : Number(perMonth),
  };
  const before = {
    cron: automation.cron,
    budgetPerRun: automation.budgetPerRun,
    budgetPerMonth: automation.budgetPerMonth,
  };
  const save = useAct({
    run: (change: Parameters<typeof updateAutomation>[2]) => updateAutomation(siteId, version, change),
    refresh: [automationKeys.one(siteId)],
    done: (saved) =>
      saved.pausedAt
        ? 'The schedule is paused.'
        : saved.scheduleEnabled
          ? `The schedule is on: ${saved.description}.`
          : 'The schedule is saved; it is off.',
    undo: (saved) => () =>
      updateAutomation(siteId, saved.version, {
        ...before,
        scheduleEnabled: automation.scheduleEnabled,
        paused: automation.pausedAt !== null,
      }),
    onError: (error) => fieldErrors(error) !== null,
  });
  const faults = save.error ? (fieldErrors(save.error) ?? {}) : {};
  const state = !automation.scheduleEnabled ? (
    <Badge color="gray">Off</Badge>
  ) : automation.pausedAt ? (
    <Badge color="yellow">Paused</Badge>
  ) : (
    <Badge color="green">On</Badge>
  );
  return (
    <Section
      title="Schedule and budget"
      description={`Times are those of the site’s time zone, ${automation.timeZone}.`}
      actions={state}
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <Stack gap="sm">
            <Select
              label="Usual schedules"
              placeholder="Choose one, or write your own below"
              data={USUAL}
              disabled={readOnly}
              value={USUAL.some((usual) => usual.value === cron) ? cron : null}
              onChange={(value) => value && setCron(value)}
            />
            <TextInput
              label="Schedule"
              description="Minute, hour, day of month, month, day of week"
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              disabled={readOnly}
              value={cron}
              onChange={(event) => setCron(event.currentTarget.value)}
              error={faults['cron'] ?? (cron.trim() && preview.error ? preview.error.message : undefined)}
            />
            <NumberInput
              label="Budget of a run"
              description={
                quote
                  ? `The whole way would cost up to ${formatNumber(quote.ceiling)} credits now`
                  : 'Credits'
              }
              suffix=" credits"
              min={1}
              allowDecimal={false}
              thousandSeparator=","
              disabled={readOnly}
              value={perRun}
              onChange={setPerRun}
              error={faults['budgetPerRun']}
            />
            <NumberInput
              label="Budget of a month"
              description={`${formatNumber(automation.spentThisMonth)} credits spent this month`}
              suffix=" credits"
              min={1}
              allowDecimal={false}
              thousandSeparator=","
              disabled={readOnly}
              value={perMonth}
              onChange={setPerMonth}
              error={faults['budgetPerMonth']}
            />
          </Stack>
          <Stack gap="xs" aria-live="polite">
            {preview.data && cron.trim() ? (
              <>
                <Text fw={500}>{preview.data.description}</Text>
                <Text fz="sm" c="dimmed">
                  The next five times
                </Text>
                <List fz="sm" spacing={2}>
                  {preview.data.nextTimes.map((time) => (
                    <List.Item key={time}>
                      {new Intl.DateTimeFormat('en-GB', {
                        dateStyle: 'full',
                        timeStyle: 'short',
                        timeZone: automation.timeZone,
                      }).format(new Date(time))}
                    </List.Item>
                  ))}
                </List>
              </>
            ) : (
              <Text c="dimmed">Choose a schedule to see its next times.</Text>
            )}
            {quote && quote.runwayDays !== null ? (
              <Alert>
                At the pace of the last week the balance lasts {counted(quote.runwayDays, 'day')}.
              </Alert>
            ) : null}
          </Stack>
        </SimpleGrid>
        {readOnly ? null : (
          <Group justify="flex-end">
            <Button
              variant="default"
              loading={save.isPending}
              disabled={JSON.stringify(values) === JSON.stringify(before)}
              onClick={() => save.mutate(values)}
            >
              Save
            </Button>
            {automation.scheduleEnabled ? (
              <>
                <Button
                  variant="default"
                  loading={save.isPending}
                  onClick={() => save.mutate({ paused: automation.pausedAt === null })}
                >
                  {automation.pausedAt ? 'Resume' : 'Pause'}
                </Button>
                <Button
                  variant="default"
                  loading={save.isPending}
                  onClick={() => save.mutate({ scheduleEnabled: false })}
                >
                  Switch off
                </Button>
              </>
            ) : (
              <Button disabled={!cron.trim() || !preview.data} onClick={() => setSwitching(true)}>
                Switch the schedule on …
              </Button>
            )}
          </Group>
        )}
        {switching && preview.data ? (
          <SwitchOn
            siteId={siteId}
            description={preview.data.description}
            times={preview.data.nextTimes}
            budgetPerRun={values.budgetPerRun}
            saving={save.isPending}
            onConfirm={(budgetPerRun) => save.mutate({ ...values, budgetPerRun, scheduleEnabled: true })}
            onClose={() => setSwitching(false)}
          />
        ) : null}
      </Stack>
    </Section>
  );
}
