'use client';

import { useState } from 'react';
import { Section, Stack } from '#components/ui/index.ts';
import { ArticlePicker } from './article-picker.tsx';
import { useMayEdit, useRefresh } from './hooks.ts';
import { StepButton } from './step-button.tsx';

interface Props {
  siteId: string;
  title: string;
  operation: 'suggest_links' | 'optimize_content';
  label: string;
  ask: string;
  /** Why it cannot be done at all, or null. */
  refused?: string | null;
}

/** An AI step over articles that are chosen by title, charged directly. */
export function ArticleStep({ siteId, title, operation, label, ask, refused = null }: Props) {
  const [ids, setIds] = useState<string[]>([]);
  const mayEdit = useMayEdit(siteId);
  const stepDone = useRefresh(siteId);
  return (
    <Section title={title} description="Charged directly, at the price of the site’s text model.">
      <Stack gap="md">
        <ArticlePicker siteId={siteId} value={ids} onChange={setIds} disabled={!mayEdit} />
        <StepButton
          siteId={siteId}
          operation={operation}
          label={label}
          work={{ mayEdit, ids: refused ? [] : ids, stepDone }}
          input={(articleIds) => ({ articleIds })}
          ask={refused ?? ask}
        />
      </Stack>
    </Section>
  );
}
