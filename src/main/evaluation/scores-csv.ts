/** Why this file exists: the raw score of every image as a table that any program reads. */

/** A field as RFC 4180 asks: quoted where it holds a comma, a quote or a line break. */
function field(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/**
 * `path,label,score`, one line per image in the order given, each ended by a line feed. Scores have
 * the digits needed to read back the same number.
 */
export function scoresCsv(
  images: readonly { path: string; label: string; score: number }[],
): string {
  const lines = images.map(
    ({ path, label, score }) => `${field(path)},${field(label)},${String(score)}\n`,
  );
  return `path,label,score\n${lines.join('')}`;
}
