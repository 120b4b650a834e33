'use client';

import { useQuery } from '@tanstack/react-query';
import { type TierView, tierChoicesQuery } from '#client/models.ts';
import { type SampleView, tierSamplesQuery } from '#client/sites.ts';
import {
  Badge,
  Code,
  formatNumber,
  Group,
  Image,
  Radio,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
} from '#components/ui/index.ts';
import classes from './tier-cards.module.css';

interface Props {
  siteId: string;
  value: string | null;
  onChange: (tier: string) => void;
  /** What the balance buys is counted from it; undefined while unknown. */
  available: number | undefined;
  disabled: boolean;
  /** The model that is paid for while nothing is chosen: its tier is marked. */
  defaultModelId: string | undefined;
}

/** The quality tiers as cards: label with credits, the model, its sizes, what the balance buys, a picture that it made, and why not when not. */
export function TierCards({ siteId, value, onChange, available, disabled, defaultModelId }: Props) {
  const tiers = useQuery(tierChoicesQuery()).data?.data;
  const samples = useQuery(tierSamplesQuery(siteId)).data?.data;
  if (!tiers) return <Skeleton height={150} />;
  return (
    <Radio.Group label="Image quality" value={value} onChange={onChange}>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" mt={6}>
        {tiers.map((tier) => (
          <TierCard
            key={tier.tier}
            tier={tier}
            sample={samples?.find((sample) => sample.tier === tier.tier)}
            available={available}
            disabled={disabled || !tier.available}
            isDefault={defaultModelId !== undefined && tier.model?.id === defaultModelId}
          />
        ))}
      </SimpleGrid>
    </Radio.Group>
  );
}

interface CardProps extends Pick<Props, 'available' | 'disabled'> {
  tier: TierView;
  sample: SampleView | undefined;
  isDefault: boolean;
}

function TierCard({ tier, sample, available, disabled, isDefault }: CardProps) {
  const buys =
    tier.creditsPerImage && available !== undefined
      ? Math.floor(available / tier.creditsPerImage)
      : undefined;
  return (
    <Radio.Card
      value={tier.tier}
      disabled={disabled}
      className={classes.card ?? ''}
      p="md"
      aria-label={tier.cardLabel}
    >
      <Stack gap={6} w="100%">
        <Group justify="space-between" wrap="nowrap">
          <Group gap="xs">
            <Text fw={600}>{tier.cardLabel}</Text>
            {isDefault ? <Badge>Default</Badge> : null}
          </Group>
          <Radio.Indicator size="xs" />
        </Group>
        {tier.available ? (
          <>
            <Text fz="sm" c="dimmed">
              {tier.servedBy?.displayName ?? tier.model?.displayName}
            </Text>
            {tier.reason ? (
              <Text fz="xs" c="dimmed">
                {tier.reason}
              </Text>
            ) : null}
            <Group gap={4}>
              {tier.validSizes?.slice(0, 3).map((size) => (
                <Code key={size}>{size}</Code>
              ))}
              {(tier.validSizes?.length ?? 0) > 3 ? (
                <Text fz="xs" c="dimmed">
                  and {(tier.validSizes?.length ?? 0) - 3} more
                </Text>
              ) : null}
            </Group>
            {buys === undefined ? null : (
              <Text fz="sm">
                Your balance buys {formatNumber(buys)} {buys === 1 ? 'image' : 'images'}
              </Text>
            )}
            {sample ? (
              <Image
                className={classes.sample ?? ''}
                src={sample.url}
                alt={`Made for you by this tier: ${sample.prompt}`}
                title={sample.prompt}
                loading="lazy"
              />
            ) : null}
          </>
        ) : (
          <>
            <Badge color="orange">Not available</Badge>
            <Text fz="sm" c="dimmed">
              {tier.reason}
            </Text>
          </>
        )}
      </Stack>
    </Radio.Card>
  );
}
