import ipaddr from 'ipaddr.js';
import { RateLimiterDrizzle, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateLimits } from '../../db/schema/index.ts';
import { DomainError } from '../../domain/errors.ts';
import { runtime } from '../runtime.ts';

/** Guesses that are checked: 10 an account and 50 an address, each in 15 minutes. Counted before the password is looked at. */
const WINDOW_SECONDS = 15 * 60;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 50;

function limiters() {
  const { connection } = runtime();
  const common = {
    storeClient: connection.db,
    schema: rateLimits,
    duration: WINDOW_SECONDS,
    clearExpiredByTimeout: false,
  };
  return {
    account: new RateLimiterDrizzle({ ...common, points: PER_ACCOUNT, keyPrefix: 'sign-in-account' }),
    address: new RateLimiterDrizzle({ ...common, points: PER_ADDRESS, keyPrefix: 'sign-in-address' }),
  };
}

/** Counts a sign-in attempt. Throws 429 with the seconds to wait; one statement each, so parallel guesses cannot slip through. */
export async function countSignIn(email: string, address: string | null): Promise<void> {
  const { account, address: perAddress } = limiters();
  const keys: [typeof account, string][] = [[account, email.trim().toLowerCase()]];
  if (address) keys.push([perAddress, networkOf(address)]);
  for (const [limiter, key] of keys) {
    await limiter.consume(key).catch((refused: RateLimiterRes | Error) => {
      if (refused instanceof Error) throw refused;
      const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      throw new DomainError(
        'too_many_requests',
        `Too many sign-in attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`,
        {
          extra: { retryAfterSeconds: seconds },
        },
      );
    });
  }
}

/** Whoever has one IPv6 address has its whole /64, so guesses from it count together. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  return `${ipaddr.IPv6.parse(address)
    .parts.slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

/** Forgets an account's attempts after the right password, and gives the address this one back: many people may share it. */
export async function forgiveSignIn(email: string, address: string | null): Promise<void> {
  const { account, address: perAddress } = limiters();
  await account.delete(email.trim().toLowerCase());
  if (address) await perAddress.reward(networkOf(address));
}
