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
  const lines = [columns, ...rows].map((row) => row.map(field).join(','));
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8');
}

function field(value: CsvValue): string {
  if (value === null) return '';
  // Digits enough to read the same number back.
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
