import { termsOf } from '../credits/index.ts';
import {
  estimateText,
  limitsOf,
  type ServingModel,
  strictJsonSchema,
  type TextOperation,
  textRange,
} from '../operations/index.ts';
import { ProviderError } from '../providers/index.ts';
import { type TextContent, textAnswer } from './answers.ts';
import { checkAnswer, repairNote } from './check.ts';
import { deliver } from './deliver.ts';
import { meteredCall } from './metered.ts';
import type { AttemptRow, StepRow, Turn } from './turn.ts';

const CALLS = 2; // the call, and one repair

/** A text step: call, check the answer against its schema, one repair call when it does not fit; then store and pay in one transaction. */
export async function textStep(
  turn: Turn,
  step: StepRow,
  operation: TextOperation,
  model: ServingModel,
  answered: readonly AttemptRow[],
): Promise<void> {
  const texts = answered.map((attempt) => attempt.answer as TextContent);
  let faults: string[] = [];
  for (let calls = texts.length; ; calls += 1) {
    const last = texts.at(-1);
    if (last) {
      const checked = checkAnswer(operation, step.input, last);
      if ('output' in checked) return finish(turn, step, operation, model, checked.output);
      faults = checked.faults;
    }
    if (calls >= CALLS) throw new ProviderError('malformed_output', faults.join(' '), { accepted: 'no' });
    texts.push(await callText(turn, step, operation, model, last ? faults : null));
  }
}

async function callText(
  turn: Turn,
  step: StepRow,
  operation: TextOperation,
  model: ServingModel,
  faults: string[] | null,
): Promise<TextContent> {
  const prompt = await operation.prepare(turn.ctx, turn.site, step.input);
  const instructions = faults ? `${prompt.instructions}\n${repairNote(faults)}` : prompt.instructions;
  const jsonSchema = strictJsonSchema(operation.output);
  const estimate = estimateText({ ...prompt, instructions }, jsonSchema, limitsOf(model), 1);
  const answer = await meteredCall(turn, step, model, {
    purpose: faults ? 'repair' : 'call',
    amount: textRange(termsOf(model.price), estimate).max,
    expectedTokens: estimate.expectedTokens,
    send: async (adapter, call, reference) => {
      if (!adapter.text)
        throw new ProviderError('invalid_request', `${model.provider.name} writes no text in this version.`, {
          accepted: 'no',
        });
      const started = performance.now();
      const result = await adapter.text.generate(call, {
        model: model.served.modelName,
        instructions,
        prompt: JSON.stringify(prompt.data),
        schemaName: operation.name,
        jsonSchema,
        maxOutputTokens: estimate.maxOutputTokens,
        reference,
      });
      return textAnswer(model, result, performance.now() - started);
    },
  });
  return answer.content as TextContent;
}

const finish = (
  turn: Turn,
  step: StepRow,
  operation: TextOperation,
  model: ServingModel,
  output: unknown,
): Promise<void> =>
  deliver(
    turn,
    step,
    (tx) =>
      operation.store(tx, turn.site, step.input, output, {
        stepId: step.id,
        servedModelId: model.served.id,
        tier: null,
      }),
    'succeeded',
  );
