import { DomainError } from '../../domain/errors.ts';
import { databaseFault, isOurs, refusal } from '../../domain/refusals/index.ts';

/**
 * What a refusal by the database means to the caller: the last net under the rules, reached when two requests race or a check
 * in the code was missed. Codes: PostgreSQL, appendix A. An error of the domain has its words already; anything else passes
 * through and is our fault.
 */
export function fromDatabase(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const fault = databaseFault(error);
  if (!fault) return isUnreachable(error) ? unanswered(error) : error;
  const worded = refusal(fault, error);
  if (worded) return worded;
  if (isOurs(fault)) return error;
  // Class 22 is a value that does not fit its type, 54000 a text that is too long for an index.
  if (fault.code.startsWith('22') || fault.code === '54000')
    return new DomainError('malformed_request', 'A value has the wrong form or is out of range.', {
      cause: error,
    });
  switch (fault.code) {
    case '23505':
      return new DomainError('conflict', 'Something with these values is there already.', { cause: error });
    case '23503':
      return new DomainError('conflict', 'Something that this refers to is not there, or still in use.', {
        cause: error,
      });
    case '23502':
    case '23514':
    case '23001':
      return new DomainError('invalid_state', 'This would break a rule of the data.', { cause: error });
    case '40001':
    case '40P01':
    case '55P03':
    case '57014': // statement timeout
      return new DomainError('unavailable', 'Too many changes at the same time. Try again.', {
        cause: error,
      });
    case '42501':
      // Row-level security is the last net under the rules of who may see what.
      return fault.message.includes('row-level security')
        ? new DomainError('not_found', 'There is nothing at this address.', { cause: error })
        : error;
    default:
      return UNAVAILABLE.has(fault.code) ? unanswered(error) : error;
  }
}

/** Too many connections, shutting down, crashed, starting up, read-only: it passes. */
const UNAVAILABLE = new Set(['53300', '57P01', '57P02', '57P03', '25006', '08006']);

/** Errors of the connection, by postgres.js or Node.js, which Drizzle wraps: a code, and no answer of the database. */
const isUnreachable = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error &&
    /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(
      String(error.code),
    )) ||
    isUnreachable(error.cause));

const unanswered = (cause: unknown) =>
  new DomainError('unavailable', 'The database does not answer. Try again.', { cause });
