/** Why this file exists: the rows of the table of models: what a column shows and how it sorts. Pure. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { ModelState } from '../../../../shared/entities/model.ts';

export const COLUMNS = [
  'name',
  'state',
  'created',
  'recipe',
  'trainImages',
  'imageAuroc',
  'pixelAuroc',
  'auPro',
  'maxF1',
  'thresholds',
] as const;
export type Column = (typeof COLUMNS)[number];

/** The figures among the columns, by the name an evaluation gives them. */
export const METRICS = ['imageAuroc', 'pixelAuroc', 'auPro', 'maxF1'] as const;
export type Metric = (typeof METRICS)[number];

export function isMetric(column: Column): column is Metric {
  return METRICS.some((metric) => metric === column);
}

/** A figure of the newest evaluation; null where it is not defined or was never measured. */
export function metricOf({ evaluation }: ModelSummary, name: Metric): number | null {
  return evaluation?.metrics[name] ?? null;
}

/** In the order of a model's life. */
const STATES: readonly ModelState[] = ['production', 'candidate', 'draft', 'retired'];

function keyOf(summary: ModelSummary, column: Column): string | number | null {
  const { model } = summary;
  if (isMetric(column)) return metricOf(summary, column);
  switch (column) {
    case 'name':
    case 'recipe':
      return model[column].toLowerCase();
    case 'state':
      return STATES.indexOf(model.state);
    case 'created':
      return model.createdAt;
    case 'trainImages':
      return summary.trainImages;
    case 'thresholds':
      return summary.thresholds?.number ?? null;
  }
}

/** The models in an order; what has no value comes last either way, equal ones the newest first. */
export function sortModels(
  models: readonly ModelSummary[],
  column: Column,
  descending: boolean,
): ModelSummary[] {
  const sign = descending ? -1 : 1;
  return [...models].sort((a, b) => {
    const [x, y] = [keyOf(a, column), keyOf(b, column)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || newest(a, b);
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : x < y ? -1 : Number(x > y);
    return sign * order || newest(a, b);
  });
}

const newest = (a: ModelSummary, b: ModelSummary): number => b.model.id - a.model.id;
