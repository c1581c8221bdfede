/** Why this file exists: a shift as one table: a row for each part, with what judged it beside. */
import { csvOf, type CsvValue } from './csv.ts';
import type { ShiftData } from './shift-data.ts';

const COLUMNS = [
  'inspection',
  'at',
  'part',
  'verdict',
  'score',
  'label',
  'regions',
  'largest_region',
  'latency_ms',
  't1',
  't2',
  'threshold_set',
  'threshold_source',
  'model',
  'model_hash',
  'run',
  'product',
] as const;

/** The bytes of the table; times are UTC, names English in every language, for programs. */
export function shiftCsv(data: ShiftData): Uint8Array {
  const rows = data.inspections.map((part): CsvValue[] => {
    const set = part.thresholdSetId === null ? undefined : data.sets.get(part.thresholdSetId);
    const model = data.models.get(part.modelId);
    return [
      part.id,
      new Date(part.at).toISOString(),
      part.name,
      part.verdict,
      part.score,
      data.labels.get(part.imageId) ?? 'none',
      part.regions.length,
      part.regions.length === 0 ? null : Math.max(...part.regions.map(({ area }) => area)),
      part.latencyMs,
      set?.base.t1 ?? null,
      set?.base.t2 ?? null,
      set?.number ?? null,
      set?.source ?? null,
      model?.name ?? null,
      model?.contentId ?? null,
      part.runId,
      data.product.name,
    ];
  });
  return csvOf(COLUMNS, rows);
}
