/**
 * Why this file exists: "take the contour at this threshold": the source pixels where the anomaly
 * map, interpolated between its values, is at or above a level. Runs in the mask worker. Pure.
 */
import { DEFECT } from '../../../../shared/mask-rle.ts';
import { labelComponents } from '../../../../shared/metrics/components.ts';
import type { AnomalyMap } from '../map-messages.ts';
import type { Size } from '../viewport.ts';
import type { Rect } from './spans.ts';

export interface ContourWishes {
  /** Map value; a pixel belongs where value >= level. */
  level: number;
  /** Regions with fewer map pixels at or above the level are left out. */
  minArea: number;
  /** Only the region that has a pixel at or above the level in this box (map pixels); null: all. */
  within: Rect | null;
}

/**
 * Adds the pixels at or above the level to `data` (of `size`) as defects; what is marked otherwise
 * stays. Between map values (which sit at the middle of their cell) it interpolates bilinearly;
 * beyond the outermost middles the nearest value counts.
 */
export function addContour(
  data: Uint8Array,
  { width, height }: Size,
  map: AnomalyMap,
  wishes: ContourWishes,
): void {
  const values = keptValues(map, wishes);
  const { level } = wishes;
  const columns = positions(width, map.width);
  const rows = positions(height, map.height);
  for (let y = 0; y < height; y += 1) {
    const upper = (rows.index[y] ?? 0) * map.width;
    const lower = Math.min(map.height - 1, (rows.index[y] ?? 0) + 1) * map.width;
    const down = rows.share[y] ?? 0;
    // Between map rows that are both below there is nothing to find.
    if (!reaches(values, upper, map.width, level) && !reaches(values, lower, map.width, level)) {
      continue;
    }
    for (let x = 0; x < width; x += 1) {
      const left = columns.index[x] ?? 0;
      const right = Math.min(map.width - 1, left + 1);
      const a = values[upper + left] ?? 0;
      const b = values[upper + right] ?? 0;
      const c = values[lower + left] ?? 0;
      const d = values[lower + right] ?? 0;
      if (a < level && b < level && c < level && d < level) continue;
      const across = columns.share[x] ?? 0;
      const above = a + (b - a) * across;
      const below = c + (d - c) * across;
      const at = y * width + x;
      if (above + (below - above) * down >= level && data[at] === 0) data[at] = DEFECT;
    }
  }
}

interface Positions {
  /** The middle at or before each pixel's, and how far on the pixel lies, 0..1. */
  index: Int32Array;
  share: Float64Array;
}

/** Where the middles of `extent` pixels lie among the middles of `cells` map values. */
function positions(extent: number, cells: number): Positions {
  const index = new Int32Array(extent);
  const share = new Float64Array(extent);
  for (let at = 0; at < extent; at += 1) {
    const exact = Math.min(cells - 1, Math.max(0, ((at + 0.5) / extent) * cells - 0.5));
    index[at] = Math.floor(exact);
    share[at] = exact - Math.floor(exact);
  }
  return { index, share };
}

function reaches(values: Float32Array, from: number, count: number, level: number): boolean {
  for (let i = from; i < from + count; i += 1) if ((values[i] ?? 0) >= level) return true;
  return false;
}

/** The map with regions that are not wanted pressed to just below the level. */
function keptValues(map: AnomalyMap, { level, minArea, within }: ContourWishes): Float32Array {
  const { width, height, values } = map;
  if (minArea <= 1 && within === null) return values;
  const inside = Uint8Array.from(values, (value) => (value >= level ? 1 : 0));
  const { labels, areas } = labelComponents(inside, width, height);
  const wanted = areas.map((area) => area >= minArea);
  if (within !== null) {
    const chosen = new Set<number>();
    for (let y = within.y; y < within.y + within.height; y += 1) {
      for (let x = within.x; x < within.x + within.width; x += 1) {
        chosen.add(labels[y * width + x] ?? 0);
      }
    }
    areas.forEach((_, region) => {
      if (!chosen.has(region + 1)) wanted[region] = false;
    });
  }
  const justBelow = level - Math.max(1e-6, Math.abs(level) * 1e-6);
  return values.map((value, i) => {
    const region = (labels[i] ?? 0) - 1;
    return region < 0 || wanted[region] === true ? value : justBelow;
  });
}
