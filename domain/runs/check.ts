import type { TextOperation } from '../operations/index.ts';
import type { TextContent } from './answers.ts';

const FAULTS_SHOWN = 8;

export type Checked = { output: unknown } | { faults: string[] };

/** Whether a text answer can be used: it is whole, it is JSON, it fits the schema and it makes sense for the unit. Pure. */
export function checkAnswer(operation: TextOperation, unit: unknown, { text, finish }: TextContent): Checked {
  if (finish === 'length')
    return { faults: ['The answer was cut off at its longest allowed length: answer more briefly.'] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { faults: ['The answer was not one JSON object.'] };
  }
  const parsed = operation.output.safeParse(value);
  if (!parsed.success)
    return {
      faults: parsed.error.issues
        .slice(0, FAULTS_SHOWN)
        .map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`),
    };
  const faults = operation.faults(unit, parsed.data);
  return faults.length > 0 ? { faults: faults.slice(0, FAULTS_SHOWN) } : { output: parsed.data };
}

/** What the repair call is told in addition. The faults are ours, not the model's words. */
export const repairNote = (faults: readonly string[]): string =>
  `A previous answer to the same message could not be used: ${faults.join(' ')} Answer again, in full, and get this right.`;
