import type { TableName } from '../sources/tables.ts';

/** `high`: money, access or a setting is at stake; `medium`: something serves otherwise than people think; `low`: worth knowing. */
export type Severity = 'high' | 'medium' | 'low';

/** Something wrong with the source, what becomes of it, and whom to ask. Never shows a key. */
export interface Fault {
  code: string;
  severity: Severity;
  table: TableName | 'constants';
  /** Rows concerned: how many, and the first few. */
  count: number;
  pks: string[];
  what: string;
  cure: string;
}

const SHOWN = 10;
export type Found = { code: string; severity: Severity; table: Fault['table']; what: string; cure: string };

/** Puts rows of one fault together. */
export function fault(found: Found, pks: readonly string[]): Fault[] {
  return pks.length === 0 ? [] : [{ ...found, count: pks.length, pks: pks.slice(0, SHOWN) }];
}

const ORDER: Record<Severity, number> = { high: 0, medium: 1, low: 2 };
/** Sorts in place: the gravest first, then by table and code. */
export const bySeverity = (faults: Fault[]): Fault[] =>
  faults.sort(
    (a, b) =>
      ORDER[a.severity] - ORDER[b.severity] || a.table.localeCompare(b.table) || a.code.localeCompare(b.code),
  );
