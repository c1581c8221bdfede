/** Why this file exists: the cells of a table as its rows: mean and spread over the seeds. */
import type { Cell } from './cells.ts';
import { mean, sampleDeviation } from './statistics.ts';

export const METRICS = ['imageAuroc', 'pixelAuroc', 'auPro'] as const;
export type MetricName = (typeof METRICS)[number];

export const METRIC_TITLES: Record<MetricName, string> = {
  imageAuroc: 'image AUROC',
  pixelAuroc: 'pixel AUROC',
  auPro: 'AU-PRO',
};

/** Fractions. Null: undefined for a seed, or no spread of a single seed. */
export interface Figure {
  mean: number | null;
  deviation: number | null;
}

export type RowSummary = { row: string; seeds: number; details: string } & Record<
  MetricName,
  Figure
>;

/** One line per row, in the order in which rows first occur. */
export function summarise(cells: readonly Cell[]): RowSummary[] {
  const rows = [...new Set(cells.map(({ row }) => row))];
  return rows.map((row) => {
    const own = cells.filter((cell) => cell.row === row);
    return {
      row,
      seeds: own.length,
      imageAuroc: figureOf(own.map(({ imageAuroc }) => imageAuroc)),
      pixelAuroc: figureOf(own.map(({ pixelAuroc }) => pixelAuroc)),
      auPro: figureOf(own.map(({ auPro }) => auPro)),
      details: detailsOf(own),
    };
  });
}

function figureOf(values: readonly (number | null)[]): Figure {
  const known = values.filter((value) => value !== null);
  // A mean over some of the seeds would not be comparable with the other rows.
  if (known.length < values.length) return { mean: null, deviation: null };
  return { mean: mean(known), deviation: sampleDeviation(known) };
}

/** What was chosen, told once where all seeds agree, else seed by seed. */
function detailsOf(cells: readonly Cell[]): string {
  const names = [...new Set(cells.flatMap(({ details }) => Object.keys(details)))];
  return names
    .map((name) => {
      const values = cells.map(({ details }) => details[name] ?? '-');
      const told = new Set(values).size === 1 ? values.slice(0, 1) : values;
      return `${name}: ${told.join(' | ')}`;
    })
    .join('; ');
}

/** `97.1` or `97.1 ± 0.3`, in percent; a value that does not exist is said to. */
export function percentWithSpread({ mean: middle, deviation }: Figure): string {
  if (middle === null) return 'undefined';
  const percent = (100 * middle).toFixed(1);
  return deviation === null ? percent : `${percent} ± ${(100 * deviation).toFixed(1)}`;
}
