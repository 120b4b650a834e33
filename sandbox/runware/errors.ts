import type { ServerResponse } from 'node:http';
import type { JsonObject } from '../answers/input.ts';
import type { Fault } from '../faults.ts';
import { sendJson } from '../http.ts';
import type { TaskError } from './checks.ts';

export const WRONG_KEY: TaskError = {
  code: 'invalidApiKey',
  message: 'Invalid API key. Get one at https://my.runware.ai/signup',
  parameter: 'apiKey',
  taskType: 'authentication',
};

/** Answers a fault that the provider itself reports, before any work is done. True when the call ends here. */
export function statusFault(res: ServerResponse, fault: Fault | null, task: JsonObject): boolean {
  const fail = (status: number, error: TaskError, headers: Record<string, string> = {}) => {
    sendJson(
      res,
      status,
      { errors: [{ taskType: String(task.taskType), taskUUID: String(task.taskUUID), ...error }] },
      headers,
    );
    return true;
  };
  switch (fault?.kind) {
    case 'unauthorized':
      return fail(401, WRONG_KEY);
    case 'rate_limited':
      return fail(
        429,
        { code: 'tooManyRequests', message: 'Too many requests. Please slow down.' },
        { 'retry-after': String(fault.retryAfterSeconds) },
      );
    case 'insufficient_quota':
      return fail(402, {
        code: 'insufficientCredits',
        message: 'Your account balance is insufficient. Please add credits.',
      });
    case 'model_not_found':
      return fail(400, {
        code: 'invalidModel',
        message: "Invalid value for 'model' parameter. The model could not be found.",
        parameter: 'model',
      });
    case 'refused':
      return fail(400, {
        code: 'invalidProviderContent',
        message: "Invalid content detected. The provider's safety system flagged the prompt.",
        parameter: 'positivePrompt',
      });
    case 'server_error':
      return fail(500, {
        code: 'serverError',
        message: 'The server encountered an error. Please try again.',
      });
    case 'gateway_timeout':
      res
        .writeHead(504, { 'content-type': 'text/html' })
        .end('<html><body><h1>504 Gateway Time-out</h1></body></html>');
      return true;
    default:
      return false;
  }
}
