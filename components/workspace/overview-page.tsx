'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Summary, summaryQuery } from '#client/content/planner.ts';
import { sitesQuery } from '#client/sites.ts';
import {
  Anchor,
  Box,
  Button,
  ErrorState,
  formatNumber,
  Group,
  Page,
  Section,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
} from '#components/ui/index.ts';

interface Step {
  name: string;
  href: string;
  total: number;
  /** What waits, and what to do with it. */
  waiting: number;
  todo: string;
  act: string;
}

const steps = (siteId: string, summary: Summary): Step[] => {
  const at = (path: string) => `/sites/${siteId}/${path}`;
  const { keywords, clusters, ideas, tasks, articles, images } = summary;
  return [
    {
      name: 'Keywords',
      href: at('planner'),
      total: keywords.total,
      waiting: keywords.unclustered,
      todo: 'not in a cluster',
      act: 'Cluster keywords',
    },
    {
      name: 'Clusters',
      href: at('planner?tab=clusters'),
      total: clusters.total,
      waiting: clusters.withoutIdeas,
      todo: 'without ideas',
      act: 'Generate ideas',
    },
    {
      name: 'Ideas',
      href: at('planner?tab=ideas'),
      total: ideas.total,
      waiting: ideas.toDecide,
      todo: 'not sent to the Writer',
      act: 'Choose ideas',
    },
    {
      name: 'Tasks',
      href: at('writer'),
      total: tasks.total,
      waiting: tasks.toWrite,
      todo: 'to write',
      act: 'Generate content',
    },
    {
      name: 'Articles',
      href: at('writer?tab=articles'),
      total: articles.total,
      waiting: articles.withoutPrompts,
      todo: 'without image prompts',
      act: 'Extract prompts',
    },
    {
      name: 'Images',
      href: at('writer?tab=images'),
      total: images.total,
      waiting: images.promptsWithout,
      todo: 'prompts without image',
      act: 'Generate images',
    },
  ];
};

/** A site at a glance: the way from keywords to pictures, what waits where, and the next thing to do. */
export function OverviewPage({ siteId }: { siteId: string }) {
  const site = useQuery(sitesQuery()).data?.data.find((row) => row.id === siteId);
  const { data: summary, error, refetch } = useQuery({ ...summaryQuery(siteId), staleTime: 0 });
  if (error && !summary) return <ErrorState error={error} retry={() => refetch()} />;
  const way = summary ? steps(siteId, summary) : undefined;
  const next = way?.findLast((step) => step.waiting > 0);
  const isEmpty = summary?.keywords.total === 0 && summary.articles.total === 0;
  return (
    <Page
      title={site?.name ?? 'Site'}
      description={site?.domain}
      actions={
        <Button component={Link} href={`/sites/${siteId}/automation`} variant="default">
          Automation
        </Button>
      }
    >
      {isEmpty ? (
        <Section title="Begin here">
          <Group justify="space-between">
            <Text>
              Paste or import what people search for. From there each step is one button, with its price
              before you press it.
            </Text>
            <Button component={Link} href={`/sites/${siteId}/planner`}>
              Add keywords
            </Button>
          </Group>
        </Section>
      ) : next ? (
        <Section title="Next">
          <Group justify="space-between">
            <Text>
              {formatNumber(next.waiting)}{' '}
              {next.name.toLowerCase() === 'images' ? '' : next.name.toLowerCase()} {next.todo}.
            </Text>
            <Button component={Link} href={next.href}>
              {next.act}
            </Button>
          </Group>
        </Section>
      ) : null}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm">
        {way
          ? way.map((step) => <Tile key={step.name} step={step} />)
          : Array.from({ length: 6 }, (_, n) => `tile-${n}`).map((key) => (
              <Skeleton key={key} height={104} />
            ))}
      </SimpleGrid>
      {summary ? (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <Fact label="Articles" href={`/sites/${siteId}/writer?tab=articles`}>
            {formatNumber(summary.articles.draft)} draft, {formatNumber(summary.articles.inReview)} in review,{' '}
            {formatNumber(summary.articles.approved)} approved
          </Fact>
          <Fact label="Linker" href={`/sites/${siteId}/linker`}>
            {formatNumber(summary.links.suggested)} suggested links to decide
          </Fact>
          <Fact label="Optimizer" href={`/sites/${siteId}/optimizer`}>
            {formatNumber(summary.optimizations.proposed)} rewritten texts to decide
          </Fact>
        </SimpleGrid>
      ) : null}
    </Page>
  );
}

const FRAME = { border: '1px solid var(--mantine-color-default-border)', borderRadius: 8 };

function Tile({ step }: { step: Step }) {
  return (
    <Box p="md" style={FRAME}>
      <Stack gap={2}>
        <Anchor component={Link} href={step.href} fz="sm" c="dimmed">
          {step.name}
        </Anchor>
        <Text fz={24} fw={600} lh={1.2}>
          {formatNumber(step.total)}
        </Text>
        <Text fz="xs" c="dimmed">
          {step.waiting === 0 ? 'Nothing waits' : `${formatNumber(step.waiting)} ${step.todo}`}
        </Text>
      </Stack>
    </Box>
  );
}

function Fact({ label, href, children }: { label: string; href: string; children: ReactNode }) {
  return (
    <Box p="md" style={FRAME}>
      <Anchor component={Link} href={href} fz="sm" fw={500}>
        {label}
      </Anchor>
      <Text fz="sm" c="dimmed">
        {children}
      </Text>
    </Box>
  );
}
