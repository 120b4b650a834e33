import { area } from './area.ts';

/** The description of the API, for programs and for people. */
export const openapi = area('Reference', {
  'GET openapi.json': {
    operation: 'getOpenApi',
    summary: 'This document',
    access: 'public',
    produces: 'application/json',
  },
});

/** The description of the API, to browse. */
export const reference = area('Reference', {
  'GET reference': {
    operation: 'getReference',
    summary: 'The API, to browse',
    access: 'signed_in',
    produces: 'text/html',
  },
  'GET reference/standalone.js': {
    operation: 'getReferenceScript',
    summary: 'The script of the reference page',
    access: 'signed_in',
    produces: 'text/javascript',
  },
});
