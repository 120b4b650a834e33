import { route } from '#server/http/index.ts';
import { financialImpact, ImpactAnswer } from '../index.ts';

export const GET = route(
  {
    operation: 'getMigrationImpact',
    summary: 'The history priced by the new rules beside the old',
    tag: 'Migration',
    access: 'administrator',
    answer: ImpactAnswer,
  },
  (ctx) => financialImpact(ctx),
);
