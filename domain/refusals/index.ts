import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from '#db/schema/index.ts';
import { DomainError, type ErrorCode } from '../errors.ts';
import { OURS, THINGS, WORDS } from './words.ts';

/** A refusal by PostgreSQL, as postgres.js reports it (protocol, "Error and Notice Message Fields"). */
export interface DatabaseFault {
  code: string;
  message: string;
  constraint_name?: string;
  table_name?: string;
  column_name?: string;
  detail?: string;
}

/** A reference from one table to another, with the field that makes it. */
interface Reference {
  from: string;
  to: string;
  path: string;
}

/** What keeps a site's rows with the site and account of their own: never the field that a caller got wrong. */
const BELONGING = new Set(['siteId', 'accountId', 'modelType']);

const camel = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

let known: Map<string, Reference> | undefined;
const references = () => (known ??= readReferences());

/** Every foreign key of the schema by its name: said once, in the tables. */
function readReferences(): Map<string, Reference> {
  const found = new Map<string, Reference>();
  for (const table of Object.values(schema)) {
    if (!(table instanceof PgTable)) continue;
    const { name, foreignKeys } = getTableConfig(table);
    for (const key of foreignKeys) {
      const { columns, foreignTable } = key.reference();
      const paths = columns.map((column) => camel(column.name));
      const path = paths.find((one) => !BELONGING.has(one)) ?? paths[0] ?? '';
      found.set(key.getName(), { from: name, to: getTableConfig(foreignTable).name, path });
    }
  }
  return found;
}

/** The table of a partition. */
const tableOf = (name: string) => name.replace(/_\d{6}$/, '');
const thing = (table: string) => THINGS[tableOf(table)];
const a = (noun: string) => `${/^[AEIOaeio]/.test(noun) ? 'an' : 'a'} ${noun}`;

function wordsFor(fault: DatabaseFault): readonly [ErrorCode, string, path?: string] | null {
  const rule = fault.constraint_name ?? '';
  const said = WORDS[rule];
  if (said) return said;
  const noun = thing(fault.table_name ?? '');
  if (fault.code === '23502' && noun && fault.column_name) {
    const path = camel(fault.column_name);
    return ['invalid_field', `${a(noun)} needs ${fault.column_name.replaceAll('_', ' ')}. Fill it in.`, path];
  }
  const reference = references().get(rule);
  if (reference) {
    const [from, to] = [thing(reference.from), thing(reference.to)];
    if (!from || !to) return null;
    return fault.detail?.includes('still referenced')
      ? ['in_use', `${a(from)} still refers to this ${to}. Change or remove that first.`]
      : ['invalid_field', `There is no such ${to}. Choose one that is there.`, reference.path];
  }
  if (noun && rule.endsWith('_append_only'))
    return ['conflict', `${a(noun)} is never changed. Write a new one.`];
  // Primary keys, and their pairs with an owner's id that foreign keys point to.
  if (noun && /_(pkey|pk|id_(site|account|type))$/.test(rule))
    return ['conflict', `This ${noun} is there already. Look at it, and change it instead.`];
  return null;
}

/** What a constraint's refusal means to the caller: the field and the cure. Null where no words are known. */
export function refusal(fault: DatabaseFault, cause?: unknown): DomainError | null {
  const words = wordsFor(fault);
  if (!words) return null;
  const [code, detail, path] = words;
  const message = detail.charAt(0).toUpperCase() + detail.slice(1);
  return new DomainError(code, message, { cause, ...(path ? { fields: [{ path, message }] } : {}) });
}

/** Whether a rule refused that only our own code can break. */
export const isOurs = (fault: DatabaseFault) => OURS.has(fault.constraint_name ?? '');

const isDatabaseFault = (error: unknown): error is Error & DatabaseFault =>
  error instanceof Error && error.name === 'PostgresError' && 'code' in error;

/** The answer of PostgreSQL behind an error, which Drizzle wraps; null where there is none, or where words were found already. */
export function databaseFault(error: unknown): (Error & DatabaseFault) | null {
  let fault = error;
  while (fault instanceof Error && !(fault instanceof DomainError)) {
    if (isDatabaseFault(fault)) return fault;
    fault = fault.cause;
  }
  return null;
}

/** A constraint's refusal in words; any other error as it came. */
export function inWords(error: unknown): unknown {
  const fault = databaseFault(error);
  return (fault && refusal(fault, error)) ?? error;
}
