import type { ServerResponse } from 'node:http';
import type { Fault } from '../faults.ts';
import { sendJson } from '../http.ts';

export const openaiError = (
  message: string,
  type: string,
  code: string | null,
  param: string | null = null,
) => ({ error: { message, type, param, code } });

export const REFUSAL = openaiError(
  'Your request was rejected as a result of our safety system. Your prompt may contain text that is not allowed by our safety system.',
  'invalid_request_error',
  'content_policy_violation',
);

/** The key's ends stay readable, as in the real API's answer. */
export const wrongKey = (key: string) =>
  openaiError(
    `Incorrect API key provided: ${key.slice(0, 8)}${'*'.repeat(Math.max(4, key.length - 12))}${key.slice(-4)}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    'invalid_request_error',
    'invalid_api_key',
  );

/** Answers a fault that the provider itself reports, before any work is done. True when the call ends here. */
export function statusFault(res: ServerResponse, fault: Fault | null, key: string): boolean {
  switch (fault?.kind) {
    case 'unauthorized':
      sendJson(res, 401, wrongKey(key));
      return true;
    case 'rate_limited':
      sendJson(
        res,
        429,
        openaiError(
          'Rate limit reached for requests per minute (RPM). Please try again later.',
          'requests',
          'rate_limit_exceeded',
        ),
        {
          'retry-after': String(fault.retryAfterSeconds),
        },
      );
      return true;
    case 'insufficient_quota':
      sendJson(
        res,
        429,
        openaiError(
          'You exceeded your current quota, please check your plan and billing details.',
          'insufficient_quota',
          'insufficient_quota',
        ),
      );
      return true;
    case 'model_not_found':
      sendJson(
        res,
        404,
        openaiError(
          'The model does not exist or you do not have access to it.',
          'invalid_request_error',
          'model_not_found',
        ),
      );
      return true;
    case 'refused':
      sendJson(res, 400, REFUSAL);
      return true;
    case 'server_error':
      sendJson(
        res,
        500,
        openaiError(
          'The server had an error while processing your request. Sorry about that!',
          'server_error',
          null,
        ),
      );
      return true;
    case 'gateway_timeout':
      res
        .writeHead(504, { 'content-type': 'text/html' })
        .end('<html><body><h1>504 Gateway Time-out</h1></body></html>');
      return true;
    default:
      return false;
  }
}
