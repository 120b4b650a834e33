import { DomainError } from '../errors.ts';
import { autoCluster } from './auto-cluster.ts';
import { generateContent } from './generate-content.ts';
import { generateIdeas } from './generate-ideas.ts';
import { generateImagePrompts } from './generate-image-prompts.ts';
import { generateImages } from './generate-images.ts';
import { optimizeContent } from './optimize-content.ts';
import { suggestLinks } from './suggest-links.ts';
import type { Operation, OperationName } from './types.ts';

const ALL: Record<OperationName, Operation> = {
  auto_cluster: autoCluster,
  generate_ideas: generateIdeas,
  generate_content: generateContent,
  generate_image_prompts: generateImagePrompts,
  generate_images: generateImages,
  suggest_links: suggestLinks,
  optimize_content: optimizeContent,
};

/** An operation by its name. Throws invalid_field for one that there is not. */
export function operationNamed(name: string): Operation {
  const operation = Object.hasOwn(ALL, name) ? ALL[name as OperationName] : undefined;
  if (!operation)
    throw new DomainError('invalid_field', `There is no operation ${name}.`, {
      fields: [{ path: 'operation', message: `One of ${Object.keys(ALL).join(', ')}.` }],
    });
  return operation;
}

/** Every operation, in the order of the stages. */
export const allOperations = (): Operation[] => Object.values(ALL);
