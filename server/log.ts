import pino, { type Logger } from 'pino';

export type Log = Logger;

/**
 * Structured log on standard output. Callers pass small allowlisted objects (ids, codes, durations), never requests,
 * bodies, headers or errors of providers as they came: those may hold keys.
 */
export const createLog = (level: string, name: string): Log =>
  pino({
    level,
    name,
    base: { name },
    serializers: {
      err: (error: unknown) => describe(error),
    },
  });

/** Of an error, what may be logged. A failed query's message lists its parameters, which may be password hashes or sessions: its cause says enough. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  if ('query' in error && 'params' in error)
    return { type: error.name, query: error.query, cause: describe(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack };
}
