/** Why this file exists: rasters as small files, for pictures a model carries and for overlays. */
import sharp from 'sharp';
import type { Raster } from './decode.ts';

/** 8-bit RGB of a raster: 16-bit values lose their lower byte. */
export function eightBit({ data }: Raster): Uint8Array {
  return data instanceof Uint8Array ? data : Uint8Array.from(data, (value) => value >> 8);
}

/** WebP of a raster, for looking at (not for computing). */
export async function encodeWebp(raster: Raster): Promise<Uint8Array> {
  const { width, height, channels } = raster;
  return sharp(eightBit(raster), { raw: { width, height, channels } })
    .webp({ quality: 90 })
    .toBuffer();
}

/** PNG of RGB bytes, [height * width * 3]. */
export async function encodePng(
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
