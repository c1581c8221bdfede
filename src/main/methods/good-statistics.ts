/** Why this file exists: how good parts score under a method, for its thresholds and colours. */
import type { ModelManifest } from '../../shared/manifest.ts';
import type { MapAndScore } from './method.ts';

export interface RivalStatistics {
  goodMap: ModelManifest['goodMap'];
  goodScores: number[];
  /** The highest map value of each image; in some methods no function of the score. */
  mapMaxima: number[];
}

/** Neighbouring pixels are nearly equal: every 16th is enough for quantiles. */
const STEP = 16;

/** @param results of good images, each as if it had not been learnt from */
export function goodStatistics(results: readonly MapAndScore[]): RivalStatistics {
  const values: number[] = [];
  for (const { map } of results) {
    for (let pixel = 0; pixel < map.length; pixel += STEP) values.push(map[pixel]!);
  }
  const sorted = Float64Array.from(values).sort();
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  const mapMaxima = results.map(({ map }) => map.reduce((a, b) => Math.max(a, b), -Infinity));
  const max = mapMaxima.reduce((a, b) => Math.max(a, b), at(1));
  return {
    goodMap: { median: at(0.5), p995: at(0.995), max, heldOut: true },
    goodScores: results.map(({ score }) => score),
    mapMaxima,
  };
}
