/** Why this file exists: masks on a sheet: which pixels were detected, how well, and their outline. */

/** Seen on dark and on light parts: a bright line between dark ones. */
const LINE = [0, 229, 255] as const;
const HALO = [0, 0, 0] as const;

/** 1 where the map reaches the threshold. */
export function detectedPixels(map: Float32Array, threshold: number): Uint8Array {
  return Uint8Array.from(map, (value) => (value >= threshold ? 1 : 0));
}

/** Intersection over union of two masks of equal size; null where both are empty. */
export function overlap(a: Uint8Array, b: Uint8Array): number | null {
  let both = 0;
  let either = 0;
  for (let pixel = 0; pixel < a.length; pixel++) {
    const [inA, inB] = [a[pixel] !== 0, b[pixel] !== 0];
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return either === 0 ? null : both / either;
}

/** A mask as a picture. */
export function whiteOnBlack(mask: Int32Array): Uint8Array {
  const rgb = new Uint8Array(mask.length * 3);
  mask.forEach((value, pixel) => rgb.fill(value === 0 ? 0 : 255, pixel * 3, pixel * 3 + 3));
  return rgb;
}

/**
 * RGB with the border of a mask drawn on it: its outermost pixels bright, the pixels just outside
 * dark. A region of a single pixel is visible too.
 */
export function outlined(
  rgb: Uint8Array,
  mask: Int32Array,
  width: number,
  height: number,
): Uint8Array {
  const result = Uint8Array.from(rgb);
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const own = inside(x, y);
      const [left, right] = [inside(x - 1, y), inside(x + 1, y)];
      const [above, below] = [inside(x, y - 1), inside(x, y + 1)];
      const isBorder = own && !(left && right && above && below);
      const isBeside = !own && (left || right || above || below);
      if (isBorder || isBeside) result.set(isBorder ? LINE : HALO, (y * width + x) * 3);
    }
  }
  return result;
}
