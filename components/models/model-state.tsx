import type { ModelView } from '#client/models.ts';
import { Badge, Group, StatusBadge, Text, Tooltip } from '#components/ui/index.ts';

const MISSING: Record<ModelView['missing'][number], string> = {
  price: 'No price in force',
  provider: 'Its provider is off',
  key: 'Its provider has no usable key',
  successor: 'Shut down, and no successor serves',
};

/** The model's state, and what keeps it from being offered. */
export function ModelState({ model }: { model: ModelView }) {
  return (
    <Group gap={4}>
      <StatusBadge status={model.status} />
      {model.status === 'active'
        ? model.missing.map((what) => (
            <Badge key={what} color="orange">
              {MISSING[what]}
            </Badge>
          ))
        : null}
    </Group>
  );
}

/** Days left until the provider shuts it down, or what serves in its place. */
export function EndBadge({
  model,
}: {
  model: Pick<ModelView, 'daysLeft' | 'shutdownAt' | 'servedBy' | 'servedReason'>;
}) {
  if (model.daysLeft === null || !model.shutdownAt) return null;
  const day = model.shutdownAt.slice(0, 10);
  if (model.daysLeft <= 0) {
    return (
      <>
        <Tooltip label={model.servedReason ?? `Shut down on ${day}`}>
          <Badge color="red">Shut down</Badge>
        </Tooltip>
        {model.servedBy ? (
          <Text span fz="xs" c="dimmed" fw={400}>
            Served by {model.servedBy.displayName}
          </Text>
        ) : null}
      </>
    );
  }
  return (
    <Tooltip
      label={`Shuts down on ${day}${model.servedBy ? `; then ${model.servedBy.displayName} serves` : ''}`}
    >
      <Badge color={model.daysLeft <= 30 ? 'orange' : model.daysLeft <= 90 ? 'yellow' : 'gray'}>
        {model.daysLeft} days left
      </Badge>
    </Tooltip>
  );
}
