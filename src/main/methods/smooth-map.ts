/**
 * Why this file exists: from values on a coarse grid to a map of the image, as the papers of
 * PatchCore, PaDiM and SPADE make it: bilinear interpolation, then a Gaussian of sigma = 4 pixels.
 * Plain arithmetic on values; no tensors.
 */

/** Pixels at which the Gaussian is cut off, in sigmas. */
const REACH = 4;

/**
 * @param values side * side values row by row, each at the centre of its cell
 * @returns size * size values; beyond the outermost centres the nearest value
 */
export function smoothMap(
  values: Float32Array,
  side: number,
  size: number,
  sigma: number,
): Float32Array {
  return gaussian(upsample(values, side, size), size, sigma);
}

/** Bilinear interpolation between the centres of cells. */
export function upsample(values: Float32Array, side: number, size: number): Float32Array {
  const at = (pixel: number) =>
    Math.min(side - 1, Math.max(0, ((pixel + 0.5) * side) / size - 0.5));
  const map = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    const row = at(y);
    const top = Math.floor(row);
    const bottom = Math.min(side - 1, top + 1);
    for (let x = 0; x < size; x++) {
      const column = at(x);
      const left = Math.floor(column);
      const right = Math.min(side - 1, left + 1);
      const across = column - left;
      const upper = lerp(values[top * side + left]!, values[top * side + right]!, across);
      const lower = lerp(values[bottom * side + left]!, values[bottom * side + right]!, across);
      map[y * size + x] = lerp(upper, lower, row - top);
    }
  }
  return map;
}

const lerp = (a: number, b: number, part: number) => a + (b - a) * part;

/** A normalised Gaussian over rows, then columns; the image is mirrored at its border. */
export function gaussian(map: Float32Array, size: number, sigma: number): Float32Array {
  const reach = Math.min(size, Math.ceil(REACH * sigma));
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = weights.reduce((a, b) => a + b, 0);
  const kernel = weights.map((weight) => weight / total);
  return blurRows(blurRows(map, size, kernel, reach), size, kernel, reach);
}

/** One pass along the rows, its result transposed, so that two passes blur both ways. */
function blurRows(
  map: Float32Array,
  size: number,
  kernel: Float64Array,
  reach: number,
): Float32Array {
  const result = new Float32Array(size * size);
  const padded = new Float64Array(size + 2 * reach);
  for (let y = 0; y < size; y++) {
    for (let i = 0; i < padded.length; i++) {
      padded[i] = map[y * size + mirrored(i - reach, size)]!;
    }
    for (let x = 0; x < size; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * padded[x + k]!;
      result[x * size + y] = sum;
    }
  }
  return result;
}

/** ... 1 0 | 0 1 2 ... size-1 | size-1 size-2 ... */
function mirrored(index: number, size: number): number {
  if (index < 0) return -1 - index;
  return index >= size ? 2 * size - 1 - index : index;
}
