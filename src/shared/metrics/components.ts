/**
 * Why this file exists: connected regions of a mask or of a thresholded map. The ground-truth
 * regions of AU-PRO and the regions an inspector sees are found by the same code.
 */

export type Connectivity = 4 | 8;

export interface Components {
  /** One entry per pixel, row by row: 0 for background, else 1..count. */
  labels: Int32Array;
  count: number;
  /** Pixels of region r at index r - 1. */
  areas: number[];
}

function assertSize(pixels: ArrayLike<number>, width: number, height: number): void {
  if (pixels.length !== width * height) {
    throw new RangeError(`${pixels.length} pixels are not ${width} x ${height}.`);
  }
}

/**
 * Numbers the connected regions of `inside` pixels in the order of their first pixel, row by row.
 * Flood fill with an explicit stack: a region may be as large as the image.
 */
function label(
  inside: (pixel: number) => boolean,
  width: number,
  height: number,
  connectivity: Connectivity,
): Components {
  const labels = new Int32Array(width * height);
  const areas: number[] = [];
  let stack = new Int32Array(1024);
  for (let start = 0; start < labels.length; start += 1) {
    if (labels[start] !== 0 || !inside(start)) continue;
    const region = areas.length + 1;
    let area = 0;
    let top = 0;
    stack[top++] = start;
    labels[start] = region;
    while (top > 0) {
      const pixel = stack[--top]!;
      area += 1;
      const x = pixel % width;
      const y = (pixel - x) / width;
      if (top + 8 > stack.length) {
        const larger = new Int32Array(stack.length * 2);
        larger.set(stack);
        stack = larger;
      }
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx += 1) {
          if (connectivity === 4 && nx !== x && ny !== y) continue;
          const neighbour = ny * width + nx;
          if (labels[neighbour] !== 0 || !inside(neighbour)) continue;
          labels[neighbour] = region;
          stack[top++] = neighbour;
        }
      }
    }
    areas.push(area);
  }
  return { labels, count: areas.length, areas };
}

/**
 * Connected regions of a mask (`width * height` values row by row, non-zero is inside). With
 * connectivity 8, pixels that touch at a corner belong together; this is what AU-PRO uses.
 * Throws RangeError when the mask has another size.
 */
export function labelComponents(
  mask: ArrayLike<number>,
  width: number,
  height: number,
  connectivity: Connectivity = 8,
): Components {
  assertSize(mask, width, height);
  return label((pixel) => mask[pixel] !== 0, width, height, connectivity);
}

/** A region of a map where every pixel is >= a threshold. Pixels count from 0, x to the right. */
export interface DetectedRegion {
  /** In pixels of the map. */
  area: number;
  /** The smallest box around it; covers x..x+width-1 and y..y+height-1. */
  box: { x: number; y: number; width: number; height: number };
  /** The highest value in it and where it first occurs. */
  peak: { x: number; y: number; score: number };
}

/**
 * The 8-connected regions of `map` (`width * height` values row by row) where value >= threshold,
 * of at least `minArea` pixels; the highest peak first, equal peaks in the order of their
 * position. Throws RangeError when the map has another size.
 */
export function regionsAbove(
  map: ArrayLike<number>,
  width: number,
  height: number,
  threshold: number,
  minArea = 1,
): DetectedRegion[] {
  assertSize(map, width, height);
  const { labels, count, areas } = label((p) => map[p]! >= threshold, width, height, 8);
  const left = new Int32Array(count).fill(width);
  const right = new Int32Array(count).fill(-1);
  const top = new Int32Array(count).fill(height);
  const bottom = new Int32Array(count).fill(-1);
  const peak = new Int32Array(count).fill(-1);
  for (let pixel = 0; pixel < labels.length; pixel += 1) {
    const r = labels[pixel]! - 1;
    if (r < 0) continue;
    const x = pixel % width;
    const y = (pixel - x) / width;
    left[r] = Math.min(left[r]!, x);
    right[r] = Math.max(right[r]!, x);
    top[r] = Math.min(top[r]!, y);
    bottom[r] = Math.max(bottom[r]!, y);
    if (peak[r] === -1 || map[pixel]! > map[peak[r]!]!) peak[r] = pixel;
  }
  const regions = areas.map((area, r): DetectedRegion => {
    const x = peak[r]! % width;
    return {
      area,
      box: {
        x: left[r]!,
        y: top[r]!,
        width: right[r]! - left[r]! + 1,
        height: bottom[r]! - top[r]! + 1,
      },
      peak: { x, y: (peak[r]! - x) / width, score: map[peak[r]!]! },
    };
  });
  // Stable, so equal peaks stay in the order of their first pixel.
  return regions.filter(({ area }) => area >= minArea).sort((a, b) => b.peak.score - a.peak.score);
}
