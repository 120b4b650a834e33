import type { Context } from '../domain/context.ts';
import { isoDate } from '../domain/iso-date.ts';
import { openedRuntime, systemContext } from '../server/runtime.ts';

type Row = Record<string, unknown>;

/** What every command gets: a context of the platform, and one way to print. */
export interface Cli {
  context(): Context;
  /** Rows become a table, an object a list of its fields; with --json both become JSON. */
  print(value: Row | readonly Row[]): void;
  /** An object and lists that belong to it: one after the other, with --json one object with the lists as members. */
  printWith(value: Row, lists: Record<string, readonly Row[]>): void;
  setJson(json: boolean): void;
  close(): Promise<void>;
}

export function createCli(): Cli {
  let json = false;
  const print: Cli['print'] = (value) => {
    if (json) console.log(JSON.stringify(value, null, 2));
    else if (Array.isArray(value)) console.log(value.length === 0 ? 'None.' : table(value));
    else
      console.log(
        Object.entries(value)
          .map(([name, field]) => `${name}: ${text(field)}`)
          .join('\n'),
      );
  };
  return {
    print,
    printWith: (value, lists) => {
      if (json) return print({ ...value, ...lists });
      if (Object.keys(value).length > 0) print(value);
      for (const rows of Object.values(lists)) print(rows);
    },
    context: () => systemContext('command line'),
    setJson: (value) => {
      json = value;
    },
    close: async () => openedRuntime()?.connection.close(),
  };
}

/** Plain columns, as wide as their widest cell; numbers to the right. */
function table(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => text(row[column])));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((line) => line[i]?.length ?? 0)),
  );
  const line = (values: string[], numeric: boolean[]) =>
    values
      .map((value, i) => (numeric[i] ? value.padStart(widths[i] ?? 0) : value.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const header = line(columns, []);
  return [
    header,
    '-'.repeat(header.length),
    ...rows.map((row, r) =>
      line(
        cells[r] ?? [],
        columns.map((column) => typeof row[column] === 'number'),
      ),
    ),
  ].join('\n');
}

const text = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

/** A whole number of an option or argument. Throws an error in words for anything else. */
export function whole(given: string): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isSafeInteger(value))
    throw new Error(`"${given}" is not a whole number.`);
  return value;
}

/** How many rows a list shows: 1 to 200, as in the API. */
export function howMany(given: string): number {
  const value = whole(given);
  if (value < 1 || value > 200) throw new Error(`"${given}" is not a number from 1 to 200.`);
  return value;
}

/** A time of an option, ISO 8601. Throws an error in words for anything else. */
export function isoDateOf(given: string): Date {
  const read = isoDate.safeParse(given);
  if (!read.success) throw new Error(`"${given}" is not a date. ${read.error.issues[0]?.message}`);
  return read.data;
}
