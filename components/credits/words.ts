const OPERATIONS: Record<string, string> = {
  auto_cluster: 'Cluster keywords',
  generate_ideas: 'Generate ideas',
  generate_content: 'Write article',
  generate_image_prompts: 'Image prompts',
  generate_images: 'Generate images',
  suggest_links: 'Suggest links',
  optimize_content: 'Optimize article',
};

/** An operation, trigger or outcome as people read it; a name of anything else stays as it is. */
export const operationLabel = (name: string): string =>
  OPERATIONS[name] ?? (/^[a-z_]+$/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ') : name);
