import { reference } from '#contract/reference.ts';
import { referencePage, referenceScript } from '#server/http/reference.ts';
import { serve } from '#server/http/serve.ts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = serve(reference, {
  'GET reference': () => referencePage(),
  'GET reference/standalone.js': () => referenceScript(),
});
