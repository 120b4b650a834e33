'use client';

import { diffArrays, diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { Box, SimpleGrid, Stack, Text } from '#components/ui/index.ts';
import classes from './diff-view.module.css';

const BLOCKS = 'h1,h2,h3,h4,p,li,blockquote,pre,td,th,figcaption,img';

/** The text of an HTML body, a line for each paragraph, heading, item and picture. */
function linesOf(html: string): string[] {
  const body = new DOMParser().parseFromString(html, 'text/html').body;
  const blocks = [...body.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS));
  return blocks
    .map((block) => {
      if (block.tagName === 'IMG') return `[Image: ${block.getAttribute('alt') || 'no description'}]`;
      const links = [...block.querySelectorAll('a')]
        .map((link) => ` (${link.getAttribute('href')})`)
        .join('');
      return `${block.textContent?.trim() ?? ''}${links}`;
    })
    .filter(Boolean);
}

interface Line {
  id: number;
  before: string | null;
  after: string | null;
}

/** Lines beside each other: equal ones in both columns, changed ones in pairs. */
function pairs(before: string[], after: string[]): Line[] {
  const lines: Omit<Line, 'id'>[] = [];
  const changes = diffArrays(before, after);
  for (let at = 0; at < changes.length; at += 1) {
    const change = changes[at];
    if (!change) continue;
    if (!change.added && !change.removed) {
      lines.push(...change.value.map((text) => ({ before: text, after: text })));
      continue;
    }
    const next = changes[at + 1];
    const removed = change.removed ? change.value : [];
    const added = change.added ? change.value : next?.added ? next.value : [];
    if (change.removed && next?.added) at += 1;
    for (let n = 0; n < Math.max(removed.length, added.length); n += 1)
      lines.push({ before: removed[n] ?? null, after: added[n] ?? null });
  }
  return lines.map((line, id) => ({ ...line, id }));
}

interface Side {
  label: string;
  title: string;
  html: string;
}

/** Two versions side by side, with what was taken out and what was put in. */
export function DiffView({ before, after }: { before: Side; after: Side }) {
  const lines = useMemo(
    () => pairs([before.title, ...linesOf(before.html)], [after.title, ...linesOf(after.html)]),
    [before, after],
  );
  const changed = lines.filter((line) => line.before !== line.after).length;
  return (
    <Stack gap="xs">
      <Text fz="sm" c="dimmed">
        {changed === 0 ? 'The words are the same.' : `${changed} of ${lines.length} paragraphs differ.`}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={0} className={classes.frame ?? ''}>
        <Column side={before} lines={lines} which="before" />
        <Column side={after} lines={lines} which="after" />
      </SimpleGrid>
    </Stack>
  );
}

function Column({ side, lines, which }: { side: Side; lines: Line[]; which: 'before' | 'after' }) {
  return (
    <Box className={classes.column} component="section" aria-label={side.label}>
      <Text fw={600} fz="sm" mb="xs">
        {side.label}
      </Text>
      {lines.map((line) => (line[which] === null ? null : <Words key={line.id} line={line} which={which} />))}
    </Box>
  );
}

function Words({ line, which }: { line: Line; which: 'before' | 'after' }) {
  const text = line[which] ?? '';
  if (line.before === line.after) return <p className={classes.line}>{text}</p>;
  const Mark = which === 'before' ? 'del' : 'ins';
  if (line.before === null || line.after === null)
    return (
      <p className={classes.line}>
        <Mark className={classes[which]}>{text}</Mark>
      </p>
    );
  const parts = diffWordsWithSpace(line.before, line.after).filter((part) =>
    which === 'before' ? !part.added : !part.removed,
  );
  let at = 0;
  return (
    <p className={classes.line}>
      {parts.map((part) => {
        at += part.value.length;
        return part.added || part.removed ? (
          <Mark key={at} className={classes[which]}>
            {part.value}
          </Mark>
        ) : (
          <span key={at}>{part.value}</span>
        );
      })}
    </p>
  );
}
