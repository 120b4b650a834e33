import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ModelView } from '#client/models.ts';
import {
  Anchor,
  Box,
  Code,
  formatNumber,
  Group,
  Section,
  SimpleGrid,
  StatusBadge,
  Text,
  Usd,
  When,
} from '#components/ui/index.ts';

/** What is known of a model, and since when. */
export function ModelFacts({ model }: { model: ModelView }) {
  const tokens = (value: number | null) => (value === null ? '–' : `${formatNumber(value)} tokens`);
  return (
    <Section title="Facts">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        <Fact name="Name at the provider">
          <Code>{model.modelName}</Code>
        </Fact>
        <Fact name="Tier">{model.qualityTier ? <StatusBadge status={model.qualityTier} /> : '–'}</Fact>
        {model.modelType === 'text' ? <Fact name="Context window">{tokens(model.contextWindow)}</Fact> : null}
        {model.modelType === 'text' ? <Fact name="Most output">{tokens(model.maxOutputTokens)}</Fact> : null}
        {model.modelType === 'image' ? (
          <Fact name="Sizes">
            <Group gap={4}>{model.validSizes?.map((size) => <Code key={size}>{size}</Code>) ?? '–'}</Group>
          </Fact>
        ) : null}
        {model.modelType === 'text' || model.inputCostPerMtok ? (
          <Fact name="Cost of input, per million tokens">
            <Usd value={model.inputCostPerMtok} />
          </Fact>
        ) : null}
        {model.modelType === 'text' || model.outputCostPerMtok ? (
          <Fact name="Cost of output, per million tokens">
            <Usd value={model.outputCostPerMtok} />
          </Fact>
        ) : null}
        {model.modelType === 'image' ? (
          <Fact name="Cost of an image">
            <Usd value={model.costPerImage} />
          </Fact>
        ) : null}
        <Fact name="Announced to end">
          <When at={model.deprecatedAt} dayOnly />
        </Fact>
        <Fact name="Shuts down">
          <When at={model.shutdownAt} dayOnly />
        </Fact>
        <Fact name="Successor">
          {model.successor ? (
            <Anchor component={Link} href={`/admin/models/${model.successor.id}`}>
              {model.successor.displayName}
            </Anchor>
          ) : (
            'None'
          )}
        </Fact>
        <Fact name="Last seen in the provider's list">
          <When at={model.lastSeenAt} />
        </Fact>
      </SimpleGrid>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box>
      <Text fz="xs" c="dimmed">
        {name}
      </Text>
      <Box fz="sm">{children}</Box>
    </Box>
  );
}
