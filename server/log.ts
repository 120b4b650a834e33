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
      err: (error: unknown) => (error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : { message: String(error) }),
    },
  });
