/**
 * Why this file exists: the same picture saved again (another format, size, quality or brightness)
 * has other bytes but looks alike. A hash of 64 bits finds candidates among many thousands quickly;
 * parts that merely look alike share it too, so a comparison of the tiny pictures decides.
 */

/** Side of the tiny grey picture that hash and comparison are made of. */
export const TINY_SIDE = 16;
const FREQUENCIES = 8;

/** cos((2 x + 1) u pi / 32) for u = 1..8 and x = 0..15: rows of a cosine transform of 16 values. */
const COSINES = Array.from({ length: FREQUENCIES }, (_, i) =>
  Float64Array.from({ length: TINY_SIDE }, (_unused, x) =>
    Math.cos(((2 * x + 1) * (i + 1) * Math.PI) / (2 * TINY_SIDE)),
  ),
);

/**
 * Grey values of a 16 x 16 RGB raster, 0..255 (Rec. 601 luma, rounded).
 * @param data [16 * 16 * 3], 8 or 16 bits a sample
 */
export function tinyGrey(data: Uint8Array | Uint16Array): Uint8Array {
  const scale = data instanceof Uint16Array ? 257 : 1;
  return Uint8Array.from({ length: TINY_SIDE * TINY_SIDE }, (_, i) =>
    Math.round(
      (0.299 * data[i * 3]! + 0.587 * data[i * 3 + 1]! + 0.114 * data[i * 3 + 2]!) / scale,
    ),
  );
}

/**
 * The perceptual hash of a tiny grey picture, as 16 hexadecimal digits: the signs of the 64 lowest
 * frequencies of its cosine transform (1..8 in each direction; those constant along a side, 0, say
 * mostly how the light falls), each against their median. Brightness and contrast do not change it.
 */
export function perceptualHash(grey: Uint8Array): string {
  const values = lowFrequencies(grey);
  const sorted = Float64Array.from(values).sort();
  const median = (sorted[31]! + sorted[32]!) / 2;
  let hash = '';
  for (let i = 0; i < values.length; i += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++) digit = digit * 2 + Number(values[i + bit]! > median);
    hash += digit.toString(16);
  }
  return hash;
}

function lowFrequencies(grey: Uint8Array): Float64Array {
  const rows = new Float64Array(FREQUENCIES * TINY_SIDE);
  for (let u = 0; u < FREQUENCIES; u++) {
    for (let y = 0; y < TINY_SIDE; y++) {
      let sum = 0;
      for (let x = 0; x < TINY_SIDE; x++) sum += grey[y * TINY_SIDE + x]! * COSINES[u]![x]!;
      rows[u * TINY_SIDE + y] = sum;
    }
  }
  const result = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < TINY_SIDE; y++) sum += rows[u * TINY_SIDE + y]! * COSINES[v]![y]!;
      result[v * FREQUENCIES + u] = sum;
    }
  }
  return result;
}

/**
 * How far two tiny pictures are apart once brightness and contrast are evened out: the root mean
 * square of what is left of `b` after the best linear fit from `a`, in grey levels of 0..255. The
 * same picture saved anew stays below 1; two different bottles of MVTec AD are at least 2.6 apart.
 */
export function residualDifference(a: Uint8Array, b: Uint8Array): number {
  const n = a.length;
  let [sumA, sumB, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]!, b[i]!];
    sumA += x;
    sumB += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const varianceA = aa / n - (sumA / n) ** 2;
  const varianceB = bb / n - (sumB / n) ** 2;
  const covariance = ab / n - (sumA / n) * (sumB / n);
  // A picture turned into its negative, or one without any content, is no copy of the other.
  if (varianceA <= 0 || covariance <= 0) return Math.sqrt(Math.max(0, varianceB));
  return Math.sqrt(Math.max(0, varianceB - covariance ** 2 / varianceA));
}
