/** The cells of one line of CSV: what stands in quotes is kept whole, doubled quotes within are one. */
const cellsOf = (line: string, separator: string): string[] => {
  const cell = new RegExp(`(?:^|${separator})(?:"((?:[^"]|"")*)"|([^${separator}]*))`, 'g');
  return [...line.matchAll(cell)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
};

/** The names of the columns of a CSV file: its first line, separated by comma, semicolon or tab, whichever makes most columns. */
export function headerOf(csv: string): string[] {
  const [first = ''] = csv.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const readings = [',', ';', '\t'].map((separator) => cellsOf(first, separator));
  const [most = []] = readings.toSorted((a, b) => b.length - a.length);
  return [...new Set(most)].filter(Boolean);
}

/** The text of a file as spreadsheets and keyword tools write it: UTF-8, or UTF-16 that says so at its beginning. */
export async function readText(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
