import { useQuery } from '@tanstack/react-query';
import { modelReferencesQuery } from '#client/models.ts';
import type { Impact } from '#components/ui/index.ts';

/** What uses a model, for the dialog before a risky act; undefined while it is looked up. */
export function useModelImpact(modelId: string | undefined): Impact[] | undefined {
  const { data } = useQuery({ ...modelReferencesQuery(modelId ?? ''), enabled: modelId !== undefined });
  return data?.groups.map((group) => ({ what: group.title.toLowerCase(), items: group.items.map((item) => item.label), total: group.count }));
}
