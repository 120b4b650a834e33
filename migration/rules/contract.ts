import { isResolved, listChoices, type RegistrySnapshot, resolve } from '#domain/models/index.ts';
import type { Small } from '../sources/read.ts';

/**
 * The choices that the old front end had in its own code, by the settings page that showed them. The new endpoint answers from the
 * registry; this list only checks that nobody's choice falls away unseen.
 */
const OLD_FRONT_END: readonly { name: string; modelType: 'text' | 'image' }[] = [
  { name: 'gpt-4o-mini', modelType: 'text' },
  { name: 'gpt-4o', modelType: 'text' },
  { name: 'gpt-4.1', modelType: 'text' },
  { name: 'gpt-5.1', modelType: 'text' },
  { name: 'dall-e-3', modelType: 'image' },
  { name: 'dall-e-2', modelType: 'image' },
  { name: 'runware:97@1', modelType: 'image' },
  { name: 'bria:10@1', modelType: 'image' },
  { name: 'google:4@2', modelType: 'image' },
];

/** How the endpoint answers for one old choice. */
export interface ContractLine {
  name: string;
  modelType: 'text' | 'image';
  answer: 'offered' | 'succeeded' | 'default' | 'unknown' | 'nothing';
  servedBy: string | null;
  detail: string;
}

/** Compares the endpoint's answer with what the old front end offered, and with every model that the source's table offered. Pure. */
export function checkContract(
  snapshot: RegistrySnapshot,
  small: Pick<Small, 'models'>,
  at: Date,
): ContractLine[] {
  const asked = new Map(OLD_FRONT_END.map((entry) => [entry.name, entry.modelType]));
  for (const row of small.models) if (row.is_active) asked.set(row.model_name, row.model_type);
  const offered = new Set(listChoices(snapshot, at).map((choice) => choice.modelName));
  return [...asked].map(([name, modelType]): ContractLine => {
    const model = [...snapshot.models.values()].find((candidate) => candidate.modelName === name);
    const result = resolve(snapshot, { modelType, modelId: model?.id ?? null }, at);
    if (!isResolved(result))
      return { name, modelType, answer: 'nothing', servedBy: null, detail: result.unresolved };
    const servedBy = result.served.modelName;
    if (!model)
      return {
        name,
        modelType,
        answer: 'unknown',
        servedBy,
        detail: `It is in no registry; the default ${servedBy} serves until a tier is chosen.`,
      };
    if (offered.has(name))
      return {
        name,
        modelType,
        answer: servedBy === name ? 'offered' : 'succeeded',
        servedBy,
        detail: result.reason ?? 'offered',
      };
    return {
      name,
      modelType,
      answer: result.priced.isDefault && result.priced.id !== model.id ? 'default' : 'succeeded',
      servedBy,
      detail: result.reason ?? `${servedBy} serves`,
    };
  });
}
