import { OPERATION_WORDS } from '#components/runs/words.ts';

const OPERATIONS: Record<string, string> = OPERATION_WORDS;

/** An operation, trigger or outcome as people read it; a name of anything else stays as it is. */
export const operationLabel = (name: string): string =>
  OPERATIONS[name] ??
  (/^[a-z_]+$/.test(name) ? name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ') : name);
