import type { ProviderView } from '#client/providers.ts';
import { StatusBadge, Tooltip } from '#components/ui/index.ts';

const WORDS: Record<ProviderView['health'], [label: string, tone: string]> = {
  ok: ['Working', 'green'],
  failing: ['Failing', 'red'],
  untested: ['Not tested', 'gray'],
  no_key: ['No key', 'orange'],
  undecryptable: ['Key cannot be read', 'red'],
  off: ['Off', 'gray'],
};

export function Health({ provider }: { provider: Pick<ProviderView, 'health' | 'healthDetail'> }) {
  const [label, tone] = WORDS[provider.health];
  const badge = <StatusBadge status={provider.health} label={label} tone={tone} />;
  return provider.healthDetail ? (
    <Tooltip label={provider.healthDetail} multiline maw={320}>
      <span>{badge}</span>
    </Tooltip>
  ) : (
    badge
  );
}
