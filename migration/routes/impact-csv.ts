import { csvResponse } from '#server/http/csv.ts';
import { route } from '#server/http/index.ts';
import { financialImpact, impactCsv } from '../index.ts';

export const GET = route(
  {
    operation: 'exportMigrationImpact',
    summary: 'The financial impact as CSV',
    tag: 'Migration',
    access: 'administrator',
    produces: 'text/csv',
  },
  async (ctx) =>
    csvResponse(new Blob([impactCsv(await financialImpact(ctx))]).stream(), 'migration-impact.csv'),
);
