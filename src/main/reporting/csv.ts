/**
 * Why this file exists: a table that any program reads: RFC 4180, UTF-8 with a byte-order mark so that
 * spreadsheets know it, and no cell that a spreadsheet would run as a formula.
 */

export type CsvValue = string | number | null;

/** The bytes of a table; each row has a value for each of `columns`. Null is an empty field. */
export function csvOf(
  columns: readonly string[],
  rows: readonly (readonly CsvValue[])[],
): Uint8Array {
  return Buffer.from(`\ufeff${[columns, ...rows].map(csvLine).join('')}`, 'utf8');
}

/** One row with its end of line, to be added to a table that is there. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(field).join(',')}\r\n`;
}

function field(value: CsvValue): string {
  if (value === null) return '';
  // Digits enough to read the same number back.
  if (typeof value === 'number') return String(value);
  // One more quote before quotes that are the name's own, so that the name can be read back.
  const safe = /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
