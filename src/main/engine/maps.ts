/**
 * Why this file exists: Eq. 7, 8 and 9. From the distances of patches to the anomaly map of the
 * image and its score. Plain arithmetic on values; no tensors.
 */
import { THETAS, type PerScale } from '../../shared/scales.ts';
import type { Grid } from './dense.ts';

/**
 * Eq. 7: AM_theta(i, j) = mean of D_theta over the patches that cover pixel (i, j).
 * Pixels that no patch covers (a margin at the border) take the nearest covered pixel's value.
 * @param distances D_theta, one per patch, row-major over the grid
 * @returns size * size values
 */
export function scaleMap(distances: Float32Array, grid: Grid, size: number): Float32Array {
  const { theta, rows, columns, stride, origin } = grid;
  const width = size + 1;
  // A patch adds its distance to a rectangle: four corners of a difference image, summed up after.
  const sums = new Float64Array(width * width);
  const counts = new Float64Array(width * width);
  for (let row = 0; row < rows; row++) {
    const top = Math.max(0, origin + row * stride);
    const bottom = Math.min(size, origin + row * stride + theta);
    for (let column = 0; column < columns; column++) {
      const left = Math.max(0, origin + column * stride);
      const right = Math.min(size, origin + column * stride + theta);
      const distance = distances[row * columns + column] ?? 0;
      addRectangle(sums, width, top, left, bottom, right, distance);
      addRectangle(counts, width, top, left, bottom, right, 1);
    }
  }
  prefixSum(sums, width);
  prefixSum(counts, width);

  const first = Math.max(0, origin);
  const lastRow = Math.min(size, origin + (rows - 1) * stride + theta) - 1;
  const lastColumn = Math.min(size, origin + (columns - 1) * stride + theta) - 1;
  const map = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    const row = Math.min(Math.max(y, first), lastRow) * width;
    for (let x = 0; x < size; x++) {
      const at = row + Math.min(Math.max(x, first), lastColumn);
      map[y * size + x] = (sums[at] ?? 0) / (counts[at] ?? 1);
    }
  }
  return map;
}

function addRectangle(
  image: Float64Array,
  width: number,
  top: number,
  left: number,
  bottom: number,
  right: number,
  value: number,
): void {
  image[top * width + left]! += value;
  image[top * width + right]! -= value;
  image[bottom * width + left]! -= value;
  image[bottom * width + right]! += value;
}

function prefixSum(image: Float64Array, width: number): void {
  for (let y = 0; y < width; y++) {
    for (let x = 1; x < width; x++) image[y * width + x]! += image[y * width + x - 1]!;
  }
  for (let y = 1; y < width; y++) {
    for (let x = 0; x < width; x++) image[y * width + x]! += image[(y - 1) * width + x]!;
  }
}

/**
 * Eq. 8: AM = sum over theta of AM_theta, element by element. The paper's weights are all 1; others
 * only where self-validation found them better.
 */
export function sumMaps(maps: PerScale<Float32Array>, weights: PerScale<number>): Float32Array {
  const total = new Float32Array(maps[64].length);
  for (const theta of THETAS) {
    const map = maps[theta];
    const weight = weights[theta];
    for (let i = 0; i < total.length; i++) total[i]! += weight * map[i]!;
  }
  return total;
}

/** Window and step of Eq. 9, in pixels. */
const WINDOW = 8;
const STEP = 4;

/** Eq. 9: the largest mean of an 8x8 window moved in steps of 4 pixels over the map. */
export function imageScore(map: Float32Array, size: number): number {
  // Column sums of eight rows first: each is used by two windows.
  const columns = new Float64Array(size);
  let best = -Infinity;
  for (let top = 0; top + WINDOW <= size; top += STEP) {
    columns.fill(0);
    for (let y = top; y < top + WINDOW; y++) {
      for (let x = 0; x < size; x++) columns[x]! += map[y * size + x]!;
    }
    for (let left = 0; left + WINDOW <= size; left += STEP) {
      let sum = 0;
      for (let x = left; x < left + WINDOW; x++) sum += columns[x]!;
      best = Math.max(best, sum / (WINDOW * WINDOW));
    }
  }
  return best;
}

/**
 * Eq. 9 where some pixels do not count: each window's mean is of its other pixels. Windows of which
 * less than half counts are left out, since a mean of few pixels is no mean, unless there are only
 * such ones.
 * @param ignore as large as the map; non-zero does not count
 * @returns null when no pixel counts
 */
export function imageScoreIgnoring(
  map: Float32Array,
  size: number,
  ignore: ArrayLike<number>,
): number | null {
  let best = -Infinity;
  let bestOfFew = -Infinity;
  for (let top = 0; top + WINDOW <= size; top += STEP) {
    for (let left = 0; left + WINDOW <= size; left += STEP) {
      let sum = 0;
      let count = 0;
      for (let y = top; y < top + WINDOW; y++) {
        for (let x = left; x < left + WINDOW; x++) {
          if (ignore[y * size + x] !== 0) continue;
          sum += map[y * size + x]!;
          count += 1;
        }
      }
      if (2 * count >= WINDOW * WINDOW) best = Math.max(best, sum / count);
      else if (count > 0) bestOfFew = Math.max(bestOfFew, sum / count);
    }
  }
  if (best > -Infinity) return best;
  return bestOfFew > -Infinity ? bestOfFew : null;
}
