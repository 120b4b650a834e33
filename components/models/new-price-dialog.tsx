'use client';

import { useState } from 'react';
import { type Body, call } from '#client/api.ts';
import { type ModelView, REGISTRY } from '#client/models.ts';
import { PricePreview } from '#components/credits/price-preview.tsx';
import {
  DateTimePicker,
  fieldErrors,
  Group,
  ImpactDialog,
  NumberInput,
  Radio,
  Stack,
  Text,
  TextInput,
  useAct,
  useForm,
} from '#components/ui/index.ts';
import { useModelImpact } from './impact.ts';

interface Values {
  figure: number | string;
  when: 'now' | 'later';
  effectiveFrom: string | null;
  reason: string;
}

/** A new price version, from now or a later time, with its consequence shown before it is saved. */
export function NewPriceDialog({ model, onClose }: { model: ModelView; onClose: () => void }) {
  const text = model.modelType === 'text';
  const [key] = useState(() => crypto.randomUUID());
  const params = { id: model.id };
  const create = (body: Body<'POST admin/ai-models/{id}/prices'>, idempotencyKey: string) =>
    call('POST admin/ai-models/{id}/prices', { params, body, idempotencyKey });
  const impacts = useModelImpact(model.id);
  const form = useForm<Values>({
    initialValues: {
      figure: (text ? model.price?.tokensPerCredit : model.price?.creditsPerImage) ?? '',
      when: 'now',
      effectiveFrom: null,
      reason: '',
    },
    validate: {
      figure: (value) =>
        typeof value === 'number' && Number.isInteger(value) && value > 0
          ? null
          : 'A whole number above zero; nothing is ever free.',
      effectiveFrom: (value, values) => (values.when === 'later' && !value ? 'Choose when it starts.' : null),
    },
  });
  const save = useAct({
    run: ({ figure, when, effectiveFrom, reason }: Values) =>
      create(
        {
          ...(text ? { tokensPerCredit: Number(figure) } : { creditsPerImage: Number(figure) }),
          ...(when === 'later' && effectiveFrom
            ? { effectiveFrom: new Date(effectiveFrom).toISOString() }
            : {}),
          ...(reason ? { reason } : {}),
        },
        key,
      ),
    refresh: REGISTRY,
    done: (price) =>
      price.state === 'scheduled'
        ? `${price.label} is scheduled.`
        : `${model.displayName} costs ${price.label} from now on.`,
    undo: (price) => {
      if (price.state === 'scheduled')
        return () =>
          call('POST admin/ai-models/{id}/prices/{priceId}/cancel', {
            params: { ...params, priceId: price.id },
          });
      const before = model.price;
      if (!before) return null;
      const figure = text
        ? { tokensPerCredit: before.tokensPerCredit ?? 0 }
        : { creditsPerImage: before.creditsPerImage ?? 0 };
      return () => create({ ...figure, reason: 'Undo' }, crypto.randomUUID());
    },
    onDone: onClose,
    onError: (error) => {
      const fields = fieldErrors(error);
      if (fields)
        form.setErrors({ ...fields, figure: fields['tokensPerCredit'] ?? fields['creditsPerImage'] });
      return fields !== null;
    },
  });
  return (
    <ImpactDialog
      opened
      onClose={onClose}
      title={`New price for ${model.displayName}`}
      summary="Every call from then on costs this. Calls that are under way, and all that were charged, keep the price they began at."
      impacts={impacts}
      confirm="Save the new price"
      working={save.isPending}
      onConfirm={() => form.onSubmit((values) => save.mutate(values))()}
    >
      <Stack gap="md">
        <NumberInput
          label={text ? 'Tokens per credit' : 'Credits per image'}
          description={`Now: ${model.price?.label ?? 'no price'}`}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          thousandSeparator=","
          data-autofocus
          {...form.getInputProps('figure')}
        />
        <Radio.Group label="From when" {...form.getInputProps('when')}>
          <Group gap="md" mt={6}>
            <Radio value="now" label="Now" />
            <Radio value="later" label="A later time" />
          </Group>
        </Radio.Group>
        {form.values.when === 'later' ? (
          <DateTimePicker label="Starts" minDate={new Date()} {...form.getInputProps('effectiveFrom')} />
        ) : null}
        <TextInput label="Reason" description="Stands in the history" {...form.getInputProps('reason')} />
        {form.isValid('figure') ? (
          <PricePreview
            modelId={model.id}
            draft={
              text
                ? { tokensPerCredit: Number(form.values.figure) }
                : { creditsPerImage: Number(form.values.figure) }
            }
          />
        ) : null}
        <Text fz="sm" c="dimmed">
          You can undo this from the message that follows.
        </Text>
      </Stack>
    </ImpactDialog>
  );
}
