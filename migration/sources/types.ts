import type { SourceRow, TableName } from './tables.ts';

/** An installation that is read, never written. Rows come one by one, in bounded memory; each call reads afresh. */
export interface Source {
  kind: 'database' | 'dump' | 'archive';
  /** Where it lies, without a password. */
  shown: string;
  rows(tables: readonly TableName[]): AsyncIterable<SourceRow>;
  /** Rows that no phase deals with, by what they are. Known after a database was opened, or a file was read through. */
  others(): Promise<{ what: string; count: number }[]>;
  /** Who else is connected to the source, as far as it can tell. */
  readers(): Promise<string[]>;
  close(): Promise<void>;
}
