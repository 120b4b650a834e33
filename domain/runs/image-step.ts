import { termsOf } from '../credits/index.ts';
import { type ImageOperation, type ImagePrompt, imageRange, type ServingModel } from '../operations/index.ts';
import { ProviderError } from '../providers/index.ts';
import { type ImagesContent, imagesAnswer } from './answers.ts';
import { deliver } from './deliver.ts';
import { meteredCall } from './metered.ts';
import { sizeFor } from './size.ts';
import type { AttemptRow, StepRow, Turn } from './turn.ts';

/** An image step: call, put what was delivered into the media store, then store it and pay for it in one transaction. */
export async function imageStep(
  turn: Turn,
  step: StepRow,
  operation: ImageOperation,
  model: ServingModel,
  answered: readonly AttemptRow[],
): Promise<void> {
  const prompt = await operation.prepare(turn.ctx, turn.site, step.input);
  const kept = answered.at(-1)?.answer as ImagesContent | undefined;
  const { images } = kept ?? (await callImage(turn, step, model, prompt));
  const isWhole = images.length >= prompt.count;
  const note = isWhole
    ? {}
    : { note: `${images.length} of ${prompt.count} images were delivered; only these were charged.` };
  const source = { stepId: step.id, servedModelId: model.served.id, tier: model.priced.qualityTier };
  await deliver(
    turn,
    step,
    async (tx) => ({ ...(await operation.store(tx, turn.site, step.input, images, source)), ...note }),
    isWhole ? 'succeeded' : 'partial',
  );
}

async function callImage(
  turn: Turn,
  step: StepRow,
  model: ServingModel,
  { prompt, size, count, format }: ImagePrompt,
): Promise<ImagesContent> {
  const answer = await meteredCall(turn, step, model, {
    purpose: 'call',
    amount: imageRange(termsOf(model.price), count).max,
    expectedTokens: 0,
    send: async (adapter, call, reference) => {
      if (!adapter.image)
        throw new ProviderError(
          'invalid_request',
          `${model.provider.name} makes no images in this version.`,
          { accepted: 'no' },
        );
      const started = performance.now();
      const result = await adapter.image.generate(call, {
        model: model.served.modelName,
        prompt,
        ...sizeFor(model.served.validSizes, size),
        count,
        format,
        reference,
      });
      return imagesAnswer(turn, model, result, count, performance.now() - started);
    },
  });
  return answer.content as ImagesContent;
}
