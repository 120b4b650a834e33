import { z } from 'zod';
import { callFunction } from '#db/call.ts';
import type { Context } from '../context.ts';
import { balance, termsOf } from '../credits/index.ts';
import { invalidField } from '../errors.ts';
import { estimateText, imageRange, type Range, textRange, totalRange } from './estimate.ts';
import { strictJsonSchema } from './json-schema.ts';
import { type ServingModel, servingModel } from './model.ts';
import { operationNamed } from './registry.ts';
import { type SiteProfile, siteProfile } from './site.ts';
import { OPERATIONS, type Operation, type Unit } from './types.ts';

export const QuoteRequest = z
  .strictObject({ operation: z.enum(OPERATIONS), siteId: z.uuid(), input: z.record(z.string(), z.json()) })
  .meta({ id: 'QuoteRequest', description: 'What would be run.' });
export type QuoteRequest = z.infer<typeof QuoteRequest>;

export const Quote = z
  .strictObject({
    operation: z.enum(OPERATIONS),
    unit: z.enum(['tokens', 'images']),
    /** Calls it takes. */
    steps: z.int(),
    min: z.int(),
    expected: z.int(),
    max: z.int(),
    model: z.strictObject({
      id: z.uuid(),
      modelName: z.string(),
      displayName: z.string(),
      servedBy: z.string().nullable(),
      reason: z.string().nullable(),
    }),
    priceId: z.uuid(),
    priceVersion: z.date(),
    needed: z.int(),
    available: z.int(),
    enough: z.boolean(),
    sandbox: z.boolean(),
  })
  .meta({
    id: 'Quote',
    description:
      'Credits that a run costs: exact for images, lowest, expected and highest for text. `needed` must be available to begin.',
  });
export type Quote = z.infer<typeof Quote>;

export interface PlannedUnit extends Range, Unit {}
/** Everything that a run is started with. */
export interface Plan {
  operation: Operation;
  site: SiteProfile;
  input: unknown;
  model: ServingModel;
  units: PlannedUnit[];
  quote: Quote;
}

/** Plans an operation on a site and prices each of its calls. Reads only. Throws not_found, invalid_field or not_configured. */
export async function planOperation(
  ctx: Context,
  request: { operation: string; siteId: string; input: unknown },
): Promise<Plan> {
  const operation = operationNamed(request.operation);
  const site = await siteProfile(ctx, request.siteId);
  const input = parseInput(operation, request.input);
  const model = await servingModel(ctx, site, operation.modelType, operation.choice(input));
  const planned = await operation.plan(ctx, site, input);
  const terms = termsOf(model.price);
  const measured =
    operation.modelType === 'text' ? await measuredRatio(ctx, operation.name, model.served.id) : 1;
  const units: PlannedUnit[] = [];
  for (const unit of planned)
    units.push({ ...unit, ...(await rangeOf(ctx, site, operation, model, unit, terms, measured)) });
  const { needed, ...range } = totalRange(units, operation.modelType);
  const { available } = await balance(ctx, site.accountId);
  const quote: Quote = {
    operation: operation.name,
    unit: operation.modelType === 'text' ? 'tokens' : 'images',
    steps: units.length,
    ...range,
    model: {
      id: model.priced.id,
      modelName: model.priced.modelName,
      displayName: model.priced.displayName,
      servedBy: model.served.id === model.priced.id ? null : model.served.displayName,
      reason: model.reason,
    },
    priceId: model.price.id,
    priceVersion: model.price.effectiveFrom,
    needed,
    available,
    enough: available >= needed,
    sandbox: model.provider.isSandbox,
  };
  return { operation, site, input, model, units, quote };
}

/** What an operation would cost, before it is run. */
export const quoteOperation = async (ctx: Context, request: QuoteRequest): Promise<Quote> =>
  (await planOperation(ctx, request)).quote;

async function rangeOf(
  ctx: Context,
  site: SiteProfile,
  operation: Operation,
  model: ServingModel,
  unit: Unit,
  terms: ReturnType<typeof termsOf>,
  measured: number,
) {
  if (operation.modelType === 'image')
    return imageRange(terms, (await operation.prepare(ctx, site, unit.input)).count);
  const prompt = await operation.prepare(ctx, site, unit.input);
  return textRange(
    terms,
    estimateText(prompt, strictJsonSchema(operation.output), limitsOf(model), measured),
  );
}

/** What the estimate needs to know of the model that is called. */
export const limitsOf = ({ served }: ServingModel) => ({
  reasoning: served.providerOptions.reasoning === true,
  maxOutput: served.maxOutputTokens,
});

/** Median of used to expected output tokens over the operation's last calls with this model; 1 before there are any. */
async function measuredRatio(ctx: Context, operation: string, modelId: string): Promise<number> {
  const [row] = await callFunction<{ run_measured: string | null }>(ctx.db, 'run_measured', [
    operation,
    modelId,
  ]);
  const ratio = Number(row?.run_measured ?? 1);
  return Number.isFinite(ratio) ? Math.min(4, Math.max(0.1, ratio)) : 1;
}

function parseInput(operation: Operation, input: unknown): unknown {
  const parsed = operation.input.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidField(
    ['input', ...(issue?.path ?? [])].join('.'),
    issue?.message ?? 'The input does not fit the operation.',
  );
}
