/**
 * Why this file exists: one image of an evaluation as the four panels of a sheet (image, ground
 * truth outlined, anomaly map, mask at the threshold), in the proportions of its source.
 */
import sharp from 'sharp';
import { colourise, overlayTable } from '../../../shared/colour/maps.ts';
import type { Raster } from '../../dataset/decode.ts';
import { eightBit } from '../../dataset/encode-picture.ts';
import { nearest } from '../../dataset/mask.ts';
import { detectedPixels, outlined, whiteOnBlack } from './masks.ts';

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
