import { hash, verify } from '@node-rs/argon2';
import { BulkheadRejectedError, bulkhead } from 'cockatiel';
import { DomainError } from '../errors.ts';

/** argon2id as OWASP's password storage cheat sheet asks: 19 MiB, two passes. argon2id is the library's default. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Hashing costs memory and CPU by design; more than two at once would starve the rest of the process.
// A hundred that wait are seconds of work; whoever comes then is told to come back rather than kept waiting.
const atMostTwo = bulkhead(2, 100);

const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  atMostTwo.execute(work).catch((error: unknown) => {
    throw error instanceof BulkheadRejectedError
      ? new DomainError('unavailable', 'Too many people sign in at this moment. Try again.', { cause: error })
      : error;
  });

/** An argon2id hash of the password, in PHC string format. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, OPTIONS));

/** Whether the password is the hashed one. Takes the same time for each wrong one. */
export const verifyPassword = (stored: string, password: string): Promise<boolean> =>
  inTurn(() => verify(stored, password));
