import {
  activateModel,
  createModel,
  deactivateModel,
  freshModel,
  type ModelView,
  makeDefault,
  retireModel,
  updateModel,
} from '#client/models.ts';

export type Act = 'default' | 'activate' | 'deactivate' | 'retire' | 'delete';

type Undo = (() => Promise<unknown>) | null;

/** The way back from an act on a model's life; each step reads the model first, since the one before has changed it. */
export function undoOf(act: Act, before: ModelView, oldDefault: ModelView | undefined): Undo {
  if (act === 'default')
    return oldDefault && oldDefault.id !== before.id
      ? async () => makeDefault(await freshModel(oldDefault.id))
      : null;
  if (act === 'delete') return () => makeAgain(before);
  return () => putBack(before);
}

/** Brings a model back to the state, successor and default that it had. */
async function putBack(before: ModelView): Promise<void> {
  const now = await freshModel(before.id);
  if (now.successorId !== before.successorId) await updateModel(now, { successorId: before.successorId });
  const next = await freshModel(before.id);
  if (before.status === 'active') await activateModel(next);
  else if (before.status !== 'retired') await deactivateModel(next, { status: before.status });
  else await retireModel(next, null);
  if (before.isDefault) await makeDefault(await freshModel(before.id));
}

async function makeAgain(before: ModelView): Promise<void> {
  const { tokensPerCredit, creditsPerImage } = before.price ?? {};
  const made = await createModel(
    {
      modelName: before.modelName,
      displayName: before.displayName,
      modelType: before.modelType,
      providerId: before.provider.id,
      status: before.status === 'standby' ? 'standby' : 'inactive',
      qualityTier: before.qualityTier,
      contextWindow: before.contextWindow,
      maxOutputTokens: before.maxOutputTokens,
      validSizes: before.validSizes,
      inputCostPerMtok: before.inputCostPerMtok,
      outputCostPerMtok: before.outputCostPerMtok,
      costPerImage: before.costPerImage,
      deprecatedAt: before.deprecatedAt,
      shutdownAt: before.shutdownAt,
      successorId: before.successorId,
      providerOptions: before.providerOptions,
      ...(tokensPerCredit
        ? { price: { tokensPerCredit } }
        : creditsPerImage
          ? { price: { creditsPerImage } }
          : {}),
    },
    crypto.randomUUID(),
  );
  if (before.status === 'retired') await retireModel(made, null);
}

/** The way back from switching several on or off: only those that were changed. */
export const undoBulk = (action: 'activate' | 'deactivate', changed: readonly ModelView[]): Undo =>
  changed.length === 0
    ? null
    : async () => {
        for (const before of changed) {
          const now = await freshModel(before.id);
          if (action === 'deactivate') await activateModel(now);
          else await deactivateModel(now, { status: before.status === 'standby' ? 'standby' : 'inactive' });
        }
      };
