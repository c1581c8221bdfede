/**
 * Why this file exists: one image of an evaluation as the four panels of a sheet (image, ground
 * truth outlined, anomaly map, mask at the threshold), in the proportions of its source.
 */
import sharp from 'sharp';
import { colourise, overlayTable } from '../../../shared/colour/maps.ts';
import type { Raster } from '../../dataset/decode.ts';
import { eightBit } from '../../dataset/encode-picture.ts';
import { nearest } from '../../dataset/mask.ts';

/** Longest side of a panel in pixels. */
export const PANEL_SIDE = 224;

export interface PanelSource {
  raster: Raster;
  /** Ground truth at map size, 0 or 1; null where it is not known. */
  mask: Uint8Array | null;
  /** size * size anomaly values. */
  map: Float32Array;
  size: number;
  /** The model's fixed colour scale. */
  range: readonly [number, number];
  /** A pixel belongs to the mask where map >= threshold; null where there is none. */
  pixelThreshold: number | null;
}

/** A panel's PNG, or the words that stand in its place. */
export type Panel = { png: Uint8Array } | { words: string };

export interface Panels {
  width: number;
  height: number;
  /** In the order of `PANEL_TITLES`. */
  panels: Panel[];
}

export const PANEL_TITLES = [
  'image',
  'ground truth, outlined',
  'anomaly map',
  'mask at threshold, truth outlined',
] as const;

/** Seen on dark and on light parts: a bright line between dark ones. */
const LINE = [0, 229, 255] as const;
const HALO = [0, 0, 0] as const;

export async function panelsOf(source: PanelSource): Promise<Panels> {
  const { raster, mask, map, size, range, pixelThreshold } = source;
  const shrink = PANEL_SIDE / Math.max(raster.width, raster.height);
  const width = Math.max(1, Math.round(raster.width * shrink));
  const height = Math.max(1, Math.round(raster.height * shrink));
  const rgb = await sharp(eightBit(raster), {
    raw: { width: raster.width, height: raster.height, channels: 3 },
  })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer();
  const png = async (pixels: Uint8Array): Promise<Panel> => ({
    png: await sharp(pixels, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer(),
  });
  const toPanel = (values: Uint8Array) =>
    nearest(Int32Array.from(values), { width: size, height: size }, { width, height });
  const truth = mask === null ? null : toPanel(mask);
  const heat = await sharp(colourise(map, overlayTable('magma', false), range[0], range[1]), {
    raw: { width: size, height: size, channels: 4 },
  })
    .removeAlpha()
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return {
    width,
    height,
    panels: [
      await png(rgb),
      truth === null
        ? { words: 'no mask is known' }
        : await png(outlined(rgb, truth, width, height)),
      await png(heat),
      pixelThreshold === null
        ? { words: 'no pixel threshold' }
        : await png(
            outlined(
              whiteOnBlack(toPanel(detectedPixels(map, pixelThreshold))),
              truth ?? new Int32Array(width * height),
              width,
              height,
            ),
          ),
    ],
  };
}

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

function whiteOnBlack(mask: Int32Array): Uint8Array {
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
