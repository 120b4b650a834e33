import { randomUUID } from 'node:crypto';
import { DomainError } from '#domain/errors.ts';
import { problem } from '#server/http/index.ts';

/** Whatever is no address of the API: a problem document like every other refusal, not a page. */
const nothing = () =>
  problem(
    new DomainError(
      'not_found',
      'There is nothing at this address. /api/v1/openapi.json lists what there is.',
    ),
    randomUUID(),
  );

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
