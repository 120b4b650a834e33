import type { z } from 'zod';
import type { StepResult } from '#db/schema/runs.ts';
import type { Context } from '../context.ts';
import type { SiteProfile } from './site.ts';

export const OPERATIONS = [
  'auto_cluster',
  'generate_ideas',
  'generate_content',
  'generate_image_prompts',
  'generate_images',
  'suggest_links',
  'optimize_content',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** One call's worth of work, as it is kept in its step's row: ids and small settings, never contents. */
export interface Unit<Input = unknown> {
  /** What people see: "20 keywords", an article's title. */
  label: string;
  input: Input;
}

/** What goes to a text model. `data` is sent as JSON and is data alone: nothing in it chooses models, prices, addresses or tools. */
export interface TextPrompt {
  instructions: string;
  data: Record<string, unknown>;
  /** Output tokens: what is usual, and what a call may use at most. */
  usual: number;
  most: number;
}
export interface ImagePrompt {
  prompt: string;
  /** The wished size, `WIDTHxHEIGHT`; the model that serves takes its nearest. */
  size: string | null;
  count: number;
  format: 'png' | 'jpeg' | 'webp';
}

/** An image that was delivered and lies in the media store already. */
export interface DeliveredImage {
  mediaKey: string;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
}

/** Where a result comes from: the step's id makes storing it again a no-op. */
export interface ResultSource {
  stepId: string;
  servedModelId: string;
  /** The quality tier that was promised, for images. */
  tier: string | null;
}

interface BaseOperation {
  name: OperationName;
  /** The button's words. */
  title: string;
  /** What people read while it works. */
  stage: string;
  input: z.ZodType;
  /** Calls of one run that may be under way at the same time. */
  concurrency: number;
  /** A model or tier that the input itself names. */
  choice(input: unknown): { modelId?: string | undefined; tier?: string | undefined };
  /** The units of work for a valid input. Throws invalid_field for objects that are not there or not fit. */
  plan(ctx: Context, site: SiteProfile, input: unknown): Promise<Unit[]>;
}

export interface TextOperation extends BaseOperation {
  modelType: 'text';
  output: z.ZodType;
  prepare(ctx: Context, site: SiteProfile, unit: unknown): Promise<TextPrompt>;
  /** What is wrong with an answer of the right shape, for the repair call; empty: nothing. */
  faults(unit: unknown, output: unknown): string[];
  store(
    ctx: Context,
    site: SiteProfile,
    unit: unknown,
    output: unknown,
    source: ResultSource,
  ): Promise<StepResult>;
}

export interface ImageOperation extends BaseOperation {
  modelType: 'image';
  prepare(ctx: Context, site: SiteProfile, unit: unknown): Promise<ImagePrompt>;
  store(
    ctx: Context,
    site: SiteProfile,
    unit: unknown,
    images: DeliveredImage[],
    source: ResultSource,
  ): Promise<StepResult>;
}

export type Operation = TextOperation | ImageOperation;

interface Typed<InputSchema extends z.ZodType, UnitInput> {
  name: OperationName;
  title: string;
  stage: string;
  input: InputSchema;
  concurrency: number;
  choice?(input: z.output<InputSchema>): { modelId?: string | undefined; tier?: string | undefined };
  plan(ctx: Context, site: SiteProfile, input: z.output<InputSchema>): Promise<Unit<UnitInput>[]>;
}

/** Declares a text operation: typed inside, the same for all outside. */
export function textOperation<InputSchema extends z.ZodType, UnitInput, OutputSchema extends z.ZodType>(
  declared: Typed<InputSchema, UnitInput> & {
    output: OutputSchema;
    prepare(ctx: Context, site: SiteProfile, unit: UnitInput): Promise<TextPrompt>;
    faults?(unit: UnitInput, output: z.output<OutputSchema>): string[];
    store(
      ctx: Context,
      site: SiteProfile,
      unit: UnitInput,
      output: z.output<OutputSchema>,
      source: ResultSource,
    ): Promise<StepResult>;
  },
): TextOperation {
  return {
    ...declared,
    modelType: 'text',
    choice: (input) => declared.choice?.(declared.input.parse(input)) ?? {},
    plan: (ctx, site, input) => declared.plan(ctx, site, declared.input.parse(input)),
    prepare: (ctx, site, unit) => declared.prepare(ctx, site, unit as UnitInput),
    faults: (unit, output) => declared.faults?.(unit as UnitInput, output as z.output<OutputSchema>) ?? [],
    store: (ctx, site, unit, output, source) =>
      declared.store(ctx, site, unit as UnitInput, output as z.output<OutputSchema>, source),
  };
}

/** Declares an image operation. */
export function imageOperation<InputSchema extends z.ZodType, UnitInput>(
  declared: Typed<InputSchema, UnitInput> & {
    prepare(ctx: Context, site: SiteProfile, unit: UnitInput): Promise<ImagePrompt>;
    store(
      ctx: Context,
      site: SiteProfile,
      unit: UnitInput,
      images: DeliveredImage[],
      source: ResultSource,
    ): Promise<StepResult>;
  },
): ImageOperation {
  return {
    ...declared,
    modelType: 'image',
    choice: (input) => declared.choice?.(declared.input.parse(input)) ?? {},
    plan: (ctx, site, input) => declared.plan(ctx, site, declared.input.parse(input)),
    prepare: (ctx, site, unit) => declared.prepare(ctx, site, unit as UnitInput),
    store: (ctx, site, unit, images, source) => declared.store(ctx, site, unit as UnitInput, images, source),
  };
}
