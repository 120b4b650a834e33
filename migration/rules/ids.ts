import { createHash } from 'node:crypto';
import type { TableName } from '../sources/tables.ts';

// Any fixed UUID; it sets these ids apart from all others.
const NAMESPACE = Buffer.from('6f1b5f0e3c8e4f0b9a1d7c2e5b84a690', 'hex');

/** The id that a row of the source has here: always the same one (UUIDv5 of table and primary key), so that nothing is imported twice. */
export function importedId(table: TableName, pk: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(`${table}:${pk}`).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
