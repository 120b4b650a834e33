import type { models, qualityTiers } from './models.ts';
import type { succession } from './succession.ts';
import type { system } from './system.ts';

/** Every operation that the browser may call, by address. Types alone: no contract comes into the browser. */
export type Api = typeof models.operations &
  typeof qualityTiers.operations &
  typeof succession.operations &
  typeof system.operations;
