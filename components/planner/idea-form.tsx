'use client';

import { createIdea, type Idea, updateIdea } from '#client/content/planner.ts';
import { PlanForm } from '#components/workspace/plan-form.tsx';

/** Edits an idea, or writes one down. */
export function IdeaForm({
  siteId,
  idea,
  onClose,
}: {
  siteId: string;
  idea: Idea | null;
  onClose: () => void;
}) {
  return (
    <PlanForm
      siteId={siteId}
      title={idea ? 'Edit idea' : 'New idea'}
      plan={
        idea && {
          title: idea.title,
          contentType: idea.contentType,
          outline: idea.outline,
          targetKeywords: idea.targetKeywords,
          notes: idea.summary,
        }
      }
      notes={{ label: 'Summary', description: 'What the article says and for whom. The Writer reads it.' }}
      save={({ notes, ...plan }) =>
        idea
          ? updateIdea(siteId, idea, { ...plan, summary: notes })
          : createIdea(siteId, { ...plan, summary: notes })
      }
      onClose={onClose}
    />
  );
}
