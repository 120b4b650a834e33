/** A cell's text as CSV: quoted, and harmless where a spreadsheet would take it for a formula. */
function field(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim().replace(/^−/, '-');
  const number = /^-?[\d,]+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
  const safe = /^[=+@\t]|^-(?!\d)/.test(number) ? `'${number}` : number;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The figures of a table as it stands on the page: the columns that have a name, without those that are only to press. */
function csvOf(table: HTMLTableElement): string {
  const named = [...(table.rows[0]?.cells ?? [])].map(
    ({ textContent }) => !['', 'Actions'].includes(textContent.trim()),
  );
  const rows = [...table.rows].map((row) => [...row.cells].filter((_, at) => named[at]));
  return rows.map((cells) => cells.map(({ textContent }) => field(textContent)).join(',')).join('\r\n');
}

/** Hands the figures of a table to the person as a file. */
export function downloadCsv(table: HTMLTableElement, title: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${csvOf(table)}\r\n`], { type: 'text/csv' }));
  link.download = `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
