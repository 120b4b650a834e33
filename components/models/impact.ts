import { useQuery } from '@tanstack/react-query';
import { modelReferencesQuery } from '#client/models.ts';
import { type Impact, impactsOf } from '#components/ui/index.ts';

/** What uses a model, for the dialog before a risky act; undefined while it is looked up. */
export function useModelImpact(modelId: string | undefined): Impact[] | undefined {
  return impactsOf(useQuery({ ...modelReferencesQuery(modelId ?? ''), enabled: modelId !== undefined }).data);
}
