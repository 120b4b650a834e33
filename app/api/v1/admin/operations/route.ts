import { z } from 'zod';
import { MatrixCell, operationMatrix } from '#domain/runs/index.ts';
import { route } from '#server/http/index.ts';

export const GET = route(
  {
    operation: 'operationMatrix',
    summary: 'Each operation on each way in, with the last quote, charge and result',
    tag: 'Runs',
    access: 'administrator',
    answer: z.strictObject({ data: z.array(MatrixCell) }),
  },
  async (ctx) => ({ data: await operationMatrix(ctx) }),
);
