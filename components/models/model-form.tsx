'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { query } from '#client/api.ts';
import { createModel, type ModelView, modelsQuery, REGISTRY } from '#client/models.ts';
import { providersQuery } from '#client/providers.ts';
import {
  Button,
  fieldErrors,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';
import { useModelEdit } from './use-model-edit.tsx';

interface Values {
  modelType: 'text' | 'image';
  modelName: string;
  displayName: string;
  providerId: string | null;
  qualityTier: string | null;
  figure: number | string;
  contextWindow: number | string;
  maxOutputTokens: number | string;
  validSizes: string[];
  inputCostPerMtok: string;
  outputCostPerMtok: string;
  costPerImage: string;
  shutdownAt: string;
  successorId: string | null;
}

const valuesOf = (model?: ModelView): Values => ({
  modelType: model?.modelType ?? 'text',
  modelName: model?.modelName ?? '',
  displayName: model?.displayName ?? '',
  providerId: model?.providerId ?? null,
  qualityTier: model?.qualityTier ?? null,
  figure: '',
  contextWindow: model?.contextWindow ?? '',
  maxOutputTokens: model?.maxOutputTokens ?? '',
  validSizes: model?.validSizes ?? [],
  inputCostPerMtok: model?.inputCostPerMtok ?? '',
  outputCostPerMtok: model?.outputCostPerMtok ?? '',
  costPerImage: model?.costPerImage ?? '',
  shutdownAt: model?.shutdownAt?.slice(0, 10) ?? '',
  successorId: model?.successorId ?? null,
});

const orNull = <T,>(value: T | '') => (value === '' ? null : value);

function factsOf(values: Values) {
  const text = values.modelType === 'text';
  return {
    displayName: values.displayName,
    qualityTier: text ? null : values.qualityTier,
    contextWindow: text ? (orNull(values.contextWindow) as number | null) : null,
    maxOutputTokens: text ? (orNull(values.maxOutputTokens) as number | null) : null,
    validSizes: text ? null : values.validSizes,
    inputCostPerMtok: orNull(values.inputCostPerMtok),
    outputCostPerMtok: orNull(values.outputCostPerMtok),
    costPerImage: orNull(values.costPerImage),
    shutdownAt: values.shutdownAt ? `${values.shutdownAt}T00:00:00Z` : null,
    successorId: values.successorId,
  };
}

/** Only what was changed goes out: what somebody else changed meanwhile stays. */
const changed = (model: ModelView, facts: ReturnType<typeof factsOf>) => {
  const before: Record<string, unknown> = factsOf(valuesOf(model));
  return Object.fromEntries(
    Object.entries(facts).filter(([key, value]) => JSON.stringify(before[key]) !== JSON.stringify(value)),
  );
};

/** Adds a model, or changes the facts of one. Prices and states have acts of their own. */
export function ModelForm({ model, onClose }: { model?: ModelView; onClose: (made?: ModelView) => void }) {
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm<Values>({ initialValues: valuesOf(model) });
  const text = form.values.modelType === 'text';
  const providers = useQuery(providersQuery()).data?.data.filter((provider) => provider.kind === 'ai') ?? [];
  const tiers = useQuery(query('GET admin/quality-tiers')).data?.data ?? [];
  const others =
    useQuery(modelsQuery({ modelType: form.values.modelType })).data?.data.filter(
      (other) => other.id !== model?.id,
    ) ?? [];
  const takeErrors = (error: unknown): boolean => {
    const fields = fieldErrors(error);
    if (fields)
      form.setErrors({
        ...fields,
        figure: fields['price.tokensPerCredit'] ?? fields['price.creditsPerImage'],
      });
    return fields !== null;
  };
  const edit = useModelEdit({ onDone: onClose, onError: takeErrors });
  const add = useAct({
    run: (values: Values) => {
      const price =
        values.figure === ''
          ? {}
          : {
              price: text
                ? { tokensPerCredit: Number(values.figure) }
                : { creditsPerImage: Number(values.figure) },
            };
      return createModel(
        {
          ...factsOf(values),
          modelType: values.modelType,
          modelName: values.modelName,
          providerId: values.providerId ?? '',
          status: 'inactive',
          ...price,
        },
        key,
      );
    },
    refresh: REGISTRY,
    done: (saved) => `${saved.displayName} is added; activate it to make it a choice.`,
    onDone: onClose,
    onError: takeErrors,
  });
  const submit = (values: Values) => {
    if (!model) return add.mutate(values);
    const change = changed(model, factsOf(values));
    return Object.keys(change).length > 0 ? edit.save({ model, change }) : onClose();
  };
  return (
    <Modal
      opened
      onClose={() => onClose()}
      title={model ? `Facts of ${model.displayName}` : 'Add model'}
      size="xl"
    >
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          {model ? null : (
            <SegmentedControl
              aria-label="Type"
              data={[
                { value: 'text', label: 'Text' },
                { value: 'image', label: 'Image' },
              ]}
              {...form.getInputProps('modelType')}
              w={200}
            />
          )}
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
            {model ? null : (
              <TextInput
                label="Name at the provider"
                description="As its API spells it"
                required
                styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
                {...form.getInputProps('modelName')}
              />
            )}
            <TextInput
              label="Name for people"
              description="What site owners read"
              required
              {...form.getInputProps('displayName')}
            />
            {model ? null : (
              <Select
                label="Provider"
                required
                data={providers.map((provider) => ({ value: provider.id, label: provider.name }))}
                {...form.getInputProps('providerId')}
              />
            )}
            {text ? null : (
              <Select
                label="Tier"
                description={
                  model?.status === 'active'
                    ? 'It serves this tier; give the tier to another model on the Tiers page'
                    : undefined
                }
                disabled={model?.status === 'active'}
                required
                data={tiers.map((tier) => ({ value: tier.tier, label: tier.label }))}
                {...form.getInputProps('qualityTier')}
              />
            )}
            {model ? null : (
              <NumberInput
                label={text ? 'Tokens per credit' : 'Credits per image'}
                description="Its price from now on"
                min={1}
                allowDecimal={false}
                thousandSeparator=","
                {...form.getInputProps('figure')}
              />
            )}
            {text ? (
              <NumberInput
                label="Context window"
                description="Tokens"
                min={1}
                allowDecimal={false}
                thousandSeparator=","
                {...form.getInputProps('contextWindow')}
              />
            ) : null}
            {text ? (
              <NumberInput
                label="Most output"
                description="Tokens"
                min={1}
                allowDecimal={false}
                thousandSeparator=","
                {...form.getInputProps('maxOutputTokens')}
              />
            ) : null}
            {text ? null : (
              <TagsInput
                label="Sizes"
                description="Width x height, Enter after each"
                {...form.getInputProps('validSizes')}
              />
            )}
            <TextInput
              label="Cost of input"
              description="US dollars per million tokens"
              {...form.getInputProps('inputCostPerMtok')}
            />
            <TextInput
              label="Cost of output"
              description="US dollars per million tokens"
              {...form.getInputProps('outputCostPerMtok')}
            />
            {text ? null : (
              <TextInput
                label="Cost of an image"
                description="US dollars"
                {...form.getInputProps('costPerImage')}
              />
            )}
            <TextInput label="Shuts down on" type="date" {...form.getInputProps('shutdownAt')} />
            <Select
              label="Successor"
              description="Serves from that day on"
              clearable
              searchable
              data={others.map((other) => ({ value: other.id, label: other.displayName }))}
              {...form.getInputProps('successorId')}
            />
          </SimpleGrid>
          <Group justify="space-between">
            <Text fz="sm" c="dimmed">
              Costs are what the provider asks of us; prices in credits are set apart from them.
            </Text>
            <Group>
              <Button variant="default" onClick={() => onClose()}>
                Cancel
              </Button>
              <Button type="submit" loading={add.isPending || edit.isSaving}>
                {model ? 'Save' : 'Add model'}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
      {edit.dialog}
    </Modal>
  );
}
