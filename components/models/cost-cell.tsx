import type { ModelChange, ModelView } from '#client/models.ts';
import { formatUsd, Group, InlineEdit, Text } from '#components/ui/index.ts';

type CostField = 'inputCostPerMtok' | 'outputCostPerMtok' | 'costPerImage';

/** Units of the figures: US dollars, at most six places. */
const AMOUNT = /^\d{1,6}(\.\d{1,6})?$/;
const check = (text: string) => (text === '' || AMOUNT.test(text) ? null : 'An amount such as 1.25');

interface Props {
  model: ModelView;
  save: (change: ModelChange) => void;
}

/** What the provider asks of us, edited where it stands. */
export function CostCell({ model, save }: Props) {
  const fields: [CostField, string, string][] =
    model.modelType === 'text'
      ? [
          ['inputCostPerMtok', 'Cost of input', 'in'],
          ['outputCostPerMtok', 'Cost of output', 'out'],
        ]
      : [['costPerImage', 'Cost of an image', 'an image']];
  return (
    <Group gap={10} wrap="nowrap">
      {fields.map(([field, label, unit]) => (
        <Group key={field} gap={4} wrap="nowrap">
          <InlineEdit
            label={`${label} of ${model.displayName}`}
            value={model[field] ?? ''}
            check={check}
            onSave={(text) => save({ [field]: text === '' ? null : text })}
            shown={model[field] === null ? 'unknown' : formatUsd(model[field])}
          />
          <Text span fz="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {unit}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
