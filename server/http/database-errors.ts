import { DomainError } from '../../domain/errors.ts';

interface PostgresFault {
  code: string;
  constraint_name?: string;
  message: string;
}

const isPostgresFault = (error: unknown): error is PostgresFault =>
  error instanceof Error && error.name === 'PostgresError' && typeof (error as unknown as PostgresFault).code === 'string';

/**
 * What a refusal by the database means to the caller: the last net under the rules, reached when two requests race or a check
 * in the code was missed. Codes: PostgreSQL, appendix A. Anything else passes through and is our fault.
 */
export function fromDatabase(error: unknown): unknown {
  let fault = error;
  while (fault instanceof Error && !isPostgresFault(fault) && fault.cause !== undefined) fault = fault.cause; // Drizzle wraps it
  if (!isPostgresFault(fault)) return error;
  const rule = fault.constraint_name ? ` (${fault.constraint_name})` : '';
  switch (fault.code) {
    case '23505':
      return new DomainError('conflict', `Something with these values is there already${rule}.`, { cause: error });
    case '23503':
      return new DomainError('conflict', `Something that this refers to is not there, or something still refers to it${rule}.`, { cause: error });
    case '23514':
    case '23001':
      return new DomainError('invalid_state', `${fault.message}${rule}.`, { cause: error });
    case '22P02':
    case '22003':
    case '22021':
    case '22P05':
      return new DomainError('malformed_request', 'A value has the wrong form.', { cause: error });
    case '40001':
    case '40P01':
    case '55P03':
      return new DomainError('unavailable', 'Too many changes at the same time. Try again.', { cause: error });
    default:
      return error;
  }
}
