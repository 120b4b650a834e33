import { missingMigrations, pendingMigrations } from '../db/history.ts';
import { DomainError } from '../domain/errors.ts';
import type { ProcessFacts } from '../domain/health/index.ts';
import { checkKeyring } from '../domain/providers/index.ts';
import { fromDatabase } from './http/database-errors.ts';
import { hears } from './registry.ts';
import { openedRuntime, runtime, systemContext } from './runtime.ts';

/** What a process lacks when it cannot serve. Strangers hear the word, the log has the sentence. */
export type Lack = 'environment' | 'database' | 'migrations' | 'encryption_key';

/** Why this process does not serve. Its message is fit to be shown: it names variables and key ids, never a value. */
export class NotServing extends DomainError {
  readonly lack: Lack;
  constructor(lack: Lack, detail: string, cause?: unknown) {
    super('unavailable', detail, { cause });
    this.lack = lack;
  }
}

/**
 * Throws NotServing while this process lacks what it needs: its environment, the database, its migrations, or the encryption keys
 * that sealed what is stored. Nothing (and at no cost) once it was found fit; until then looked at anew each time.
 */
export function assertServing(): Promise<void> | undefined {
  return openedRuntime()?.serves ? undefined : examineProcess();
}

/** For probes: looks in any case, so that a process whose keys were taken from the ring by a rotation is seen too. */
export async function readiness(): Promise<{ status: 'ready' } | { status: 'unavailable'; reason: Lack }> {
  try {
    await examineProcess();
    return { status: 'ready' };
  } catch (error) {
    if (!(error instanceof NotServing)) throw error;
    return { status: 'unavailable', reason: error.lack };
  }
}

let said = '';
/** PostgreSQL, appendix A. */
const UNDEFINED_TABLE = '42P01';

async function examineProcess(): Promise<void> {
  try {
    const own = needs('environment', runtime);
    const missing = await answered(() => missingMigrations(own.connection.sql));
    if (missing.length > 0)
      throw new NotServing(
        'migrations',
        `The database lacks ${missing.length} of the migrations of this release (${missing[0]}). \`npm start\` applies them.`,
      );
    await answered(() => checkKeyring(systemContext('key check')));
    own.serves = true;
    said = '';
  } catch (error) {
    const own = openedRuntime();
    if (own) own.serves = false;
    if (!(error instanceof NotServing)) throw error;
    if (error.message !== said) console.error(`This process does not serve: ${error.message}`); // once, not at each request
    said = error.message;
    throw error;
  }
}

function needs<T>(lack: Lack, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new NotServing(lack, error instanceof Error ? error.message : String(error), error);
  }
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DomainError) throw new NotServing('encryption_key', error.message, error);
    const fault = fromDatabase(error);
    if (fault instanceof DomainError) throw new NotServing('database', fault.message, error);
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE)
      throw new NotServing(
        'migrations',
        'The database has none of our tables yet. `npm start` makes them.',
        error,
      );
    throw error;
  }
}

/** What this process knows of itself, for the Health page. */
export async function processFacts(): Promise<ProcessFacts> {
  const [listening, pending] = await Promise.all([hears(), pendingMigrations(runtime().connection.sql)]);
  return { listening, pendingMigrations: pending };
}
