'use client';

import { useQuery } from '@tanstack/react-query';
import { tierChoicesQuery } from '#client/models.ts';
import { Select } from '#components/ui/index.ts';

/** The tier that makes the images: the site's own, or another one for this time. */
export function TierChoice({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (tier: string | null) => void;
}) {
  const tiers = useQuery(tierChoicesQuery()).data?.data ?? [];
  return (
    <Select
      size="xs"
      w={230}
      aria-label="Image tier"
      placeholder="The site’s tier"
      clearable
      clearButtonProps={{ 'aria-label': 'Use the site’s tier' }}
      data={tiers.map((tier) => ({ value: tier.tier, label: tier.cardLabel, disabled: !tier.available }))}
      value={value}
      onChange={onChange}
    />
  );
}
