import { route } from '#server/http/index.ts';
import { referenceScript } from '#server/http/reference.ts';

export const GET = route(
  {
    operation: 'getReferenceScript',
    summary: 'The script of the reference page',
    tag: 'Reference',
    access: 'signed_in',
    produces: 'text/javascript',
  },
  () => referenceScript(),
);
