import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LLMock } from '@copilotkit/aimock';
import { SANDBOX_KEYS } from '../constants.ts';
import type { Endpoint } from '../faults.ts';
import { bearer, deliver, lineFault, pause, sendJson, type World } from '../http.ts';
import { Completions, chatHandler, finishChat } from './chat.ts';
import { openaiError, statusFault, wrongKey } from './errors.ts';
import { generateImages } from './images.ts';
import { listModels, servingModel, showModel } from './models.ts';

/** `metadata[key]=value` of a query string, as the list of stored completions filters by it. */
const metadataOf = (query: URLSearchParams) =>
  Object.fromEntries(
    [...query].flatMap(([name, value]) =>
      /^metadata\[(.+)\]$/.exec(name)?.[1] ? [[/^metadata\[(.+)\]$/.exec(name)?.[1] as string, value]] : [],
    ),
  );

/**
 * OpenAI's double. aimock answers the chat completions; what it does not speak in the shape needed (the model list with
 * shutdown dates, pictures with sizes and usage, stored completions) is answered here before it, on the same port.
 */
export function addOpenAi(mock: LLMock, world: World): void {
  const completions = new Completions();
  mock.on({ endpoint: 'chat' }, chatHandler(world, completions));
  mock.mount('/v1', {
    handleRequest: (req, res, path) => handle(req, res, path.split('?')[0] ?? '/', world, completions),
  });
}

const endpointOf = (method: string, path: string): Endpoint | null => {
  if (path === '/chat/completions' && method === 'POST') return 'text';
  if (path.startsWith('/chat/completions') && method === 'GET') return 'reconcile';
  if (path === '/images/generations' && method === 'POST') return 'image';
  return path === '/models' || path.startsWith('/models/') ? 'models' : null;
};

async function handle(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  world: World,
  completions: Completions,
): Promise<boolean> {
  const endpoint = endpointOf(req.method ?? 'GET', path);
  const key = bearer(req);
  if (key === '') {
    sendJson(res, 401, openaiError("You didn't provide an API key.", 'invalid_request_error', null));
    return true;
  }
  if (key !== SANDBOX_KEYS.openai) {
    sendJson(res, 401, wrongKey(key));
    return true;
  }
  if (!endpoint) {
    sendJson(res, 404, openaiError(`Invalid URL (${req.method} /v1${path})`, 'invalid_request_error', null));
    return true;
  }
  const fault = world.faults.take('openai', endpoint);
  if ((await lineFault(res, fault)) || statusFault(res, fault, key)) return true;
  const query = new URL(req.url ?? '/', 'http://sandbox').searchParams;
  if (endpoint === 'text') {
    await pause(world.latencyMs);
    // aimock hands this header to the chat handler as the request's context.
    if (fault) req.headers['x-aimock-context'] = fault.kind;
    finishChat(res, completions, fault);
    return false;
  }
  if (endpoint === 'image') await generateImages(req, res, world, fault);
  else if (endpoint === 'reconcile') {
    const id = path.split('/')[3];
    if (id === undefined) {
      const data = completions.listed(metadataOf(query));
      deliver(
        res,
        JSON.stringify({
          object: 'list',
          data,
          first_id: data[0]?.id ?? null,
          last_id: data.at(-1)?.id ?? null,
          has_more: false,
        }),
        fault,
      );
    } else {
      const stored = completions.stored(id);
      if (stored) deliver(res, JSON.stringify(stored), fault);
      else
        sendJson(
          res,
          404,
          openaiError(`Completion with id '${id}' not found.`, 'invalid_request_error', 'not_found'),
        );
    }
  } else if (path === '/models') deliver(res, JSON.stringify(listModels(world.clock)), fault);
  else {
    const found = servingModel(decodeURIComponent(path.slice('/models/'.length)), world.clock);
    if ('error' in found) sendJson(res, 404, found.error);
    else deliver(res, JSON.stringify(showModel(found.model, world.clock)), fault);
  }
  return true;
}
