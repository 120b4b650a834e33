import { generateContent, generateImagePrompts } from './article.ts';
import { optimizeContent, suggestLinks } from './improve.ts';
import { inputOf, type JsonObject } from './input.ts';
import { autoCluster, generateIdeas } from './planner.ts';
import { shape } from './shape.ts';

const HANDLERS: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
  auto_cluster: autoCluster,
  generate_ideas: generateIdeas,
  generate_content: generateContent,
  generate_image_prompts: generateImagePrompts,
  suggest_links: suggestLinks,
  optimize_content: optimizeContent,
};

/** A sensible answer in the demanded shape: by the schema's name, out of the JSON that the prompt carries; always the same for the same. */
export function answer(schemaName: string, schema: JsonObject, prompt: string): JsonObject {
  const handler = HANDLERS[schemaName];
  const input = inputOf(prompt);
  return shape(schema, handler ? handler(input) : input) as JsonObject;
}
