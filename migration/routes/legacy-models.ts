import { route } from '#server/http/index.ts';
import { LegacyModels, legacyModels } from '../index.ts';

export const GET = route(
  {
    operation: 'listLegacyModels',
    summary:
      'The models for a front end of the earlier installation; off until phase 5 of the migration is applied',
    tag: 'Migration',
    access: 'signed_in',
    answer: LegacyModels,
  },
  async (ctx) => ({ data: await legacyModels(ctx) }),
);
