/** Why this file exists: a finished table as text: Markdown for people, CSV for programs. */
import {
  METRICS,
  METRIC_TITLES,
  percentWithSpread,
  type MetricName,
  type RowSummary,
} from './summary.ts';
import type { RowTable } from './tables.ts';

/** What stands over and under every table. */
export interface TableContext {
  dataset: string;
  size: number;
  recipe: string;
  bankMb: number;
  device: string;
  counts: { test: number; good: number };
  /** What makes it a quick look, and other things worth knowing. */
  notes: readonly string[];
}

const TITLES: Record<RowTable, string> = {
  scales: 'Scales (the paper’s Table 6)',
  losses: 'Losses (the paper’s Table 7)',
  bank: 'Memory bank',
  fusion: 'Fusion of the scales',
  backbone: 'Backbone',
  recipe: 'Recipe',
  normalisation: 'Normalisation of the embeddings',
  method: 'Methods on the same backbone and images',
};

/** Tables 6 and 7: image / pixel AUROC in percent, the mean over the 15 classes of MVTec AD. */
const PAPER: Partial<Record<RowTable, Record<string, string>>> = {
  scales: { '64': '89.3 / 91.7', '64 + 32': '97.1 / 97.2', '64 + 32 + 16': '98.1 / 98.1' },
  losses: {
    'all four losses': '98.1 / 98.1',
    'without SVDD': '96.0 / 96.7',
    'without Cos': '96.8 / 96.5',
    'without SSL': '89.3 / 95.0',
    'without Kmeans': '96.4 / 96.8',
  },
};

/** What a table is about, for a heading. */
export function titleOf(table: RowTable): string {
  return TITLES[table];
}

/** A Markdown page: heading, one line of circumstances, the table, notes. */
export function markdownOf(
  table: RowTable,
  rows: readonly RowSummary[],
  context: TableContext,
): string {
  const paper = PAPER[table];
  // What holds for every row is told once, under the table.
  const told = new Set(rows.map(({ details }) => details));
  const common = told.size === 1 ? (rows[0]?.details ?? '') : '';
  const differ = told.size > 1;
  const head = [
    '',
    ...METRICS.map((metric) => METRIC_TITLES[metric]),
    ...(paper ? ['paper, mean of 15 classes'] : []),
    ...(differ ? ['chosen or kept'] : []),
  ];
  const body = rows.map((row) => [
    row.row,
    ...METRICS.map((metric) => percentWithSpread(row[metric])),
    ...(paper ? [paper[row.row] ?? ''] : []),
    ...(differ ? [row.details] : []),
  ]);
  const most = Math.max(0, ...rows.map(({ seeds }) => seeds));
  const lines = [
    `# ${titleOf(table)}: ${context.dataset}`,
    '',
    ...markdownTable([head, ...body]),
    '',
    spreadSentence(most),
    ...(common === '' ? [] : [`All rows: ${common}.`]),
    ...circumstances(context),
  ];
  return `${lines.join('\n')}\n`;
}

/** How the numbers came to be, in a few lines. */
export function circumstances(context: TableContext): string[] {
  const { counts, size, recipe, bankMb, device, notes } = context;
  return [
    `Recipe ${recipe}, ${size} px, bank ${bankMb} MB where not said otherwise, ${counts.good} good ` +
      `images, ${counts.test} test images. AU-PRO is exact, at FPR 0.3. Device: ${device}.`,
    ...notes,
  ];
}

function spreadSentence(seeds: number): string {
  return seeds > 1
    ? `Percent, mean ± sample standard deviation over ${seeds} seeds.`
    : 'Percent, one seed, so no spread is known.';
}

/** Columns padded so that the source reads as a table too. */
export function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(3, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)];
}

const CSV_NAMES: Record<MetricName, string> = {
  imageAuroc: 'image_auroc',
  pixelAuroc: 'pixel_auroc',
  auPro: 'au_pro',
};

/** One line per row: fractions, empty where undefined. RFC 4180. */
export function csvOf(rows: readonly RowSummary[]): string {
  const head = [
    'row',
    'seeds',
    ...METRICS.flatMap((metric) => [`${CSV_NAMES[metric]}_mean`, `${CSV_NAMES[metric]}_sd`]),
    'details',
  ];
  const body = rows.map((row) => [
    row.row,
    String(row.seeds),
    ...METRICS.flatMap((metric) => [row[metric].mean, row[metric].deviation].map(csvNumber)),
    row.details,
  ]);
  return csvLines([head, ...body]);
}

/** A number as CSV; nothing where it does not exist. */
export function csvNumber(value: number | null): string {
  return value === null ? '' : String(value);
}

/** RFC 4180: CRLF, quotes where needed. */
export function csvLines(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) =>
    /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}
