import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { sql } from 'drizzle-orm';
import { type Context, inTransaction } from '../../context.ts';
import { DomainError, invalidField } from '../../errors.ts';
import { INTENTS } from '../types.ts';
import { workspaceOf } from '../workspace.ts';
import { addKeywords, withoutDuplicates } from './add.ts';
import { type ImportKeywords, type ImportReport, MOST_KEYWORDS, NewKeyword } from './schema.ts';

type Fields = keyof ImportKeywords['columns'];
interface Line {
  line: number;
  cells: Record<string, string>;
}

/**
 * Imports keywords from CSV with its columns named. Faulty lines are reported by their number; then nothing is imported,
 * unless the person asked to leave them out. A preview changes nothing. Throws invalid_field with a fault for each line.
 */
export const importKeywords = (
  ctx: Context,
  input: ImportKeywords & { siteId: string },
): Promise<ImportReport> =>
  inTransaction(ctx, async (tx) => {
    await workspaceOf(tx, input.siteId, 'editor');
    const lines = readCsv(
      input.csv,
      Object.values(input.columns).filter((name) => name !== undefined),
    );
    const read = lines.map((line) => ({ line: line.line, ...readLine(line, input.columns) }));
    const faults = read.flatMap(({ line, faults: found }) => found.map((fault) => ({ line, ...fault })));
    const good = read.flatMap(({ keyword }) => keyword ?? []);
    if (input.preview)
      return { rows: lines.length, ...(await wouldAdd(tx, input.siteId, good)), faults, preview: true };
    if (faults.length > 0 && !input.skipFaulty) {
      const fields = faults.slice(0, 200).map(({ line, column, message }) => ({
        path: `csv.${line}.${column}`,
        message: `Line ${line}: ${message}`,
      }));
      throw new DomainError('invalid_field', `${faults.length} values are not right; nothing was imported.`, {
        fields,
      });
    }
    if (good.length === 0) throw invalidField('csv', 'There is no keyword to import.');
    const { added, merged } = await addKeywords(tx, { siteId: input.siteId, keywords: good });
    return { rows: lines.length, added, merged, faults, preview: false };
  });

function readCsv(csv: string, needed: string[]): Line[] {
  try {
    const records = parse(csv, {
      columns: true,
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count_less: true,
      info: true,
      delimiter: delimiterOf(csv),
    });
    const lines = (records as unknown as { info: { lines: number }; record: Record<string, string> }[]).map(
      ({ info, record }) => ({
        line: info.lines,
        cells: record,
      }),
    );
    if (lines.length > MOST_KEYWORDS)
      throw invalidField('csv', `The file has ${lines.length} rows; one import takes ${MOST_KEYWORDS}.`);
    const missing = needed.filter((name) => lines[0] && !(name in lines[0].cells));
    if (missing.length > 0)
      throw invalidField(
        'columns',
        `The file has no column ${missing.map((name) => `“${name}”`).join(', ')}.`,
      );
    return lines;
  } catch (error) {
    if (error instanceof CsvError)
      throw Object.assign(invalidField('csv', `The file cannot be read as CSV: ${error.message}`), {
        cause: error,
      });
    throw error;
  }
}

/** Comma, semicolon or tab: whichever the first line has most of outside of quotes. */
const delimiterOf = (csv: string): string => {
  const first = csv.slice(0, csv.search(/\r?\n|$/)).replace(/"(?:[^"]|"")*"/g, '');
  return [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
};

/** Digits with separators of thousands: "1,200", "1.200", "1 200". */
const figure = (text: string) =>
  /^\d{1,3}([,. '\u00a0]\d{3})+$/.test(text) ? text.replace(/\D/g, '') : text;

function readLine(
  { cells }: Line,
  columns: ImportKeywords['columns'],
): { keyword?: NewKeyword; faults: { column: string; message: string }[] } {
  const cell = (field: Fields) => (columns[field] === undefined ? '' : (cells[columns[field]] ?? '').trim());
  const number = (field: Fields) =>
    cell(field) === '' || cell(field) === '-' ? null : Number(figure(cell(field)));
  const intent = cell('intent').toLowerCase();
  const parsed = NewKeyword.safeParse({
    keyword: cell('keyword'),
    volume: number('volume'),
    difficulty: number('difficulty'),
    intent: intent || null,
    country: cell('country'),
  });
  if (parsed.success) return { keyword: parsed.data, faults: [] };
  return {
    faults: parsed.error.issues.map((issue) => {
      const field = issue.path[0] as Fields;
      return { column: columns[field] ?? field, message: MESSAGE[field]?.(cell(field)) ?? issue.message };
    }),
  };
}

const MESSAGE: Partial<Record<Fields, (cell: string) => string>> = {
  volume: (cell) => `“${cell}” is not a number of searches.`,
  difficulty: (cell) => `“${cell}” is not a difficulty from 0 to 100.`,
  intent: (cell) => `“${cell}” is not an intent; it may be ${INTENTS.join(', ')}.`,
};

async function wouldAdd(
  ctx: Context,
  siteId: string,
  given: readonly NewKeyword[],
): Promise<{ added: number; merged: number }> {
  const unique = withoutDuplicates(given).map(({ keyword, country }) => ({
    keyword,
    country: country ?? '',
  }));
  const [row] = await ctx.db.execute<{ there: number }>(sql`
    select count(*)::int as there from keywords k join jsonb_to_recordset(${JSON.stringify(unique)}::text::jsonb) as given (keyword text, country text)
      on lower(k.keyword) = lower(given.keyword) and k.country = given.country
    where k.site_id = ${siteId} and k.deleted_at is null`);
  const added = unique.length - (row?.there ?? 0);
  return { added, merged: given.length - added };
}
