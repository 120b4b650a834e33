import type { LLMock } from '@copilotkit/aimock';
import { SANDBOX_KEYS } from './constants.ts';
import { bearer, deliver, lineFault, sendJson, type World } from './http.ts';

/** Doubles of what the e-mail and the payment provider answer to a key check. */
export function addServices(mock: LLMock, world: World): void {
  mock.mount('/resend', {
    handleRequest: async (req, res, path) => {
      const key = bearer(req);
      if (key === '')
        sendJson(res, 401, {
          statusCode: 401,
          name: 'missing_api_key',
          message: 'Missing API key in the authorization header.',
        });
      else if (key !== SANDBOX_KEYS.resend)
        sendJson(res, 401, { statusCode: 401, name: 'validation_error', message: 'API key is invalid' });
      else if (!path.startsWith('/domains'))
        sendJson(res, 404, {
          statusCode: 404,
          name: 'not_found',
          message: 'The requested endpoint does not exist',
        });
      else {
        const fault = world.faults.take('resend', 'models');
        if (await lineFault(res, fault)) return true;
        if (fault?.kind === 'rate_limited')
          sendJson(
            res,
            429,
            {
              statusCode: 429,
              name: 'rate_limit_exceeded',
              message: 'Too many requests. You can only make 2 requests per second.',
            },
            { 'retry-after': String(fault.retryAfterSeconds) },
          );
        else if (fault?.kind === 'server_error')
          sendJson(res, 500, {
            statusCode: 500,
            name: 'application_error',
            message: 'An unexpected error occurred.',
          });
        else
          deliver(
            res,
            JSON.stringify({
              object: 'list',
              has_more: false,
              data: [
                {
                  id: 'd91cd9bd-1176-453e-8fc1-35364d380206',
                  name: 'example.com',
                  status: 'verified',
                  created_at: '2026-01-05 08:00:00+00',
                  region: 'eu-west-1',
                },
              ],
            }),
            fault,
          );
      }
      return true;
    },
  });
  mock.mount('/stripe', {
    handleRequest: async (req, res, path) => {
      const key = bearer(req);
      const error = (message: string, code?: string) => ({
        error: { message, type: 'invalid_request_error', ...(code ? { code } : {}) },
      });
      if (key === '') sendJson(res, 401, error('You did not provide an API key.'));
      else if (key !== SANDBOX_KEYS.stripe)
        sendJson(
          res,
          401,
          error(
            `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(Math.max(4, key.length - 12))}${key.slice(-4)}`,
          ),
        );
      else if (!path.startsWith('/v1/balance'))
        sendJson(res, 404, error(`Unrecognized request URL (${req.method}: ${path}).`));
      else {
        const fault = world.faults.take('stripe', 'models');
        if (await lineFault(res, fault)) return true;
        if (fault?.kind === 'rate_limited')
          sendJson(res, 429, error('Request rate limit exceeded.', 'rate_limit'), {
            'retry-after': String(fault.retryAfterSeconds),
          });
        else if (fault?.kind === 'server_error')
          sendJson(res, 500, { error: { message: 'An unexpected error occurred.', type: 'api_error' } });
        else
          deliver(
            res,
            JSON.stringify({
              object: 'balance',
              available: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
              pending: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
              livemode: false,
            }),
            fault,
          );
      }
      return true;
    },
  });
}
