import { hash, verify } from '@node-rs/argon2';
import { bulkhead } from 'cockatiel';

/** argon2id as OWASP's password storage cheat sheet asks: 19 MiB, two passes. argon2id is the library's default. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Hashing costs memory and CPU by design; more than two at once would starve the rest of the process.
const atMostTwo = bulkhead(2, 10_000);

/** An argon2id hash of the password, in PHC string format. */
export const hashPassword = (password: string): Promise<string> => atMostTwo.execute(() => hash(password, OPTIONS));

/** Whether the password is the hashed one. Takes the same time for each wrong one. */
export const verifyPassword = (stored: string, password: string): Promise<boolean> => atMostTwo.execute(() => verify(stored, password));
