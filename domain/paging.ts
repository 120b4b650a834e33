import { z } from 'zod';
import { invalidField } from './errors.ts';

/** One page of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/** Where a page ended: the sort value and the id of its last row. */
export type CursorPosition = readonly [value: string | number | null, id: string];

const Position = z.tuple([z.union([z.string().max(1000), z.number(), z.null()]), z.uuid()]);

const notOurs = () => invalidField('cursor', 'This cursor is not one of ours; begin again without it.');

/** The time at which a page ended, where the list is sorted by one. Throws 422 at `cursor`. */
export function instantOf([value]: CursorPosition): Date {
  const at = new Date(String(value));
  if (Number.isNaN(at.getTime())) throw notOurs();
  return at;
}

/** Reads an opaque cursor. Throws 422 at `cursor` for one that we did not make. */
export function readCursor(cursor: string | undefined): CursorPosition | null {
  if (cursor === undefined) return null;
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw Object.assign(notOurs(), { cause: error });
  }
}

/** Cuts a page from `limit + 1` rows that were read, and makes the cursor of the next one. */
export function pageOf<T>(rows: readonly T[], limit: number, position: (row: T) => CursorPosition): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    data,
    nextCursor: more ? Buffer.from(JSON.stringify(position(last))).toString('base64url') : null,
  };
}
