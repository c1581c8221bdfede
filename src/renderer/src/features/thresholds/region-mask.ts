/** Why this file exists: which pixels of a map are in a region, and which in one too small. Pure. */
import { labelComponents } from '../../../../shared/metrics/components.ts';

export interface RegionMask {
  /** For each pixel: 0 below the threshold, 1 in a region, 2 in one that is too small. */
  pixels: Uint8Array;
  kept: number;
  dropped: number;
}

/** Regions of `map` where value >= `threshold`, 8-connected, of at least `minArea` pixels. */
export function regionMask(
  map: { values: Float32Array; width: number; height: number },
  threshold: number,
  minArea: number,
): RegionMask {
  const inside = Uint8Array.from(map.values, (value) => (value >= threshold ? 1 : 0));
  const { labels, areas } = labelComponents(inside, map.width, map.height, 8);
  for (let i = 0; i < inside.length; i += 1) {
    const region = labels[i]!;
    if (region !== 0) inside[i] = areas[region - 1]! >= minArea ? 1 : 2;
  }
  const kept = areas.filter((area) => area >= minArea).length;
  return { pixels: inside, kept, dropped: areas.length - kept };
}

/** Which images show best what a pixel threshold does. */
export type PreviewKind = 'near' | 'missed' | 'alarms' | 'highest';

/** Places in the columns of at most `count` images of a kind, at T2; the most telling first. */
export function previewPlaces(
  columns: { scores: readonly number[]; labels: readonly string[]; splits: readonly string[] },
  splits: readonly string[],
  kind: PreviewKind,
  t2: number,
  count: number,
): number[] {
  const { scores, labels } = columns;
  const wanted = (i: number): boolean => {
    if (!splits.includes(columns.splits[i]!)) return false;
    if (kind === 'missed') return labels[i] === 'ng' && scores[i]! < t2;
    if (kind === 'alarms') return labels[i] === 'ok' && scores[i]! >= t2;
    return true;
  };
  const rank = (i: number): number => {
    if (kind === 'near') return Math.abs(scores[i]! - t2);
    return kind === 'missed' ? scores[i]! : -scores[i]!;
  };
  return scores
    .map((_, i) => i)
    .filter(wanted)
    .sort((a, b) => rank(a) - rank(b) || a - b)
    .slice(0, count);
}
