'use client';

import { useState } from 'react';
import { type AutomationData, automationKeys, updateAutomation } from '#client/automation.ts';
import {
  Button,
  Checkbox,
  fieldErrors,
  Group,
  NumberInput,
  Section,
  Stack,
  Switch,
  Table,
  Text,
  useAct,
} from '#components/ui/index.ts';
import { STAGE_WORDS } from './words.ts';

type Stages = AutomationData['stages'];

/** Which stages run, for how many items, and where a person looks before it goes on. */
export function StagesForm({ automation, readOnly }: { automation: AutomationData; readOnly: boolean }) {
  const [stages, setStages] = useState<Stages>(automation.stages);
  const dirty = JSON.stringify(stages) !== JSON.stringify(automation.stages);
  const set = (at: number, change: Partial<Stages[number]>) =>
    setStages(stages.map((stage, i) => (i === at ? { ...stage, ...change } : stage)));
  const save = useAct({
    run: () => updateAutomation(automation.siteId, automation.version, { stages }),
    refresh: [automationKeys.one(automation.siteId)],
    done: () => 'The stages are saved.',
    undo: (saved) => () => updateAutomation(automation.siteId, saved.version, { stages: automation.stages }),
    onError: (error) => fieldErrors(error) !== null,
  });
  const fault = save.error ? Object.values(fieldErrors(save.error) ?? {})[0] : undefined;
  return (
    <Section title="Stages" description="Each takes up what waits and what the one before it made.">
      <Stack gap="sm">
        <Table.ScrollContainer minWidth={310} type="native">
          <Table aria-label="Stages" horizontalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Stage</Table.Th>
                <Table.Th>Runs</Table.Th>
                <Table.Th>At most in one go</Table.Th>
                <Table.Th>Stop for approval after</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {stages.map((stage, at) => {
                const words = STAGE_WORDS[stage.stage];
                return (
                  <Table.Tr key={stage.stage}>
                    <Table.Td>
                      <Text fz="sm" fw={500}>
                        {words.title}
                      </Text>
                      <Text fz="xs" c="dimmed" visibleFrom="sm">
                        {words.what}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <Switch
                        aria-label={`${words.title} runs`}
                        checked={stage.enabled}
                        disabled={readOnly}
                        onChange={(event) => set(at, { enabled: event.currentTarget.checked })}
                      />
                    </Table.Td>
                    <Table.Td>
                      <NumberInput
                        size="xs"
                        w={{ base: 110, sm: 130 }}
                        aria-label={`${words.title}: at most`}
                        min={1}
                        max={500}
                        allowDecimal={false}
                        clampBehavior="strict"
                        suffix={` ${words.unit}`}
                        disabled={readOnly || !stage.enabled}
                        value={stage.maxItems}
                        onChange={(value) => set(at, { maxItems: Number(value) || 1 })}
                      />
                    </Table.Td>
                    <Table.Td>
                      {at === stages.length - 1 ? null : (
                        <Checkbox
                          aria-label={`Stop for approval after ${words.title}`}
                          checked={stage.approvalAfter}
                          disabled={readOnly || !stage.enabled}
                          onChange={(event) => set(at, { approvalAfter: event.currentTarget.checked })}
                        />
                      )}
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {fault ? <Text c="red">{fault}</Text> : null}
        {readOnly ? null : (
          <Group justify="flex-end">
            <Button variant="default" disabled={!dirty} onClick={() => setStages(automation.stages)}>
              Discard
            </Button>
            <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()}>
              Save stages
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}
