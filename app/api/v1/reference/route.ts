import { route } from '#server/http/index.ts';
import { referencePage } from '#server/http/reference.ts';

export const GET = route(
  {
    operation: 'getReference',
    summary: 'The API, to browse',
    tag: 'Reference',
    access: 'signed_in',
    produces: 'text/html',
  },
  () => referencePage(),
);
