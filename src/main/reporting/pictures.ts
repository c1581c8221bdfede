/** Why this file exists: a part with its heat and its regions as a small JPEG, for a printed report. */
import sharp, { type OverlayOptions } from 'sharp';
import { colourise, overlayTable } from '../../shared/colour/maps.ts';
import { LoupeError } from '../../shared/errors.ts';
import { decodeImage } from '../dataset/decode.ts';
import { eightBit } from '../dataset/encode-picture.ts';
import { ImageError } from '../dataset/image-error.ts';
import type { Picture } from './document.ts';

/** Longest side in pixels: sharp at a third of a page's width, and still small to mail. */
export const PICTURE_SIDE = 420;

export interface PictureRequest {
  /** Absolute path of the image. */
  file: string;
  /** Its anomaly map; null to show the image alone. */
  map: { width: number; height: number; data: Float32Array } | null;
  /** The model's fixed colour scale. */
  range: readonly [number, number];
  /** In pixels of the source image. */
  boxes: readonly { x: number; y: number; width: number; height: number }[];
}

/** JPEG bytes and size. @throws ImageError when the file cannot be read */
export async function drawPicture({
  file,
  map,
  range,
  boxes,
}: PictureRequest): Promise<{ jpeg: Uint8Array; width: number; height: number }> {
  const raster = await decodeImage(file);
  const scale = PICTURE_SIDE / Math.max(raster.width, raster.height);
  const width = Math.max(1, Math.round(raster.width * scale));
  const height = Math.max(1, Math.round(raster.height * scale));
  const layers: OverlayOptions[] = [];
  if (map !== null) {
    const heat = colourise(map.data, overlayTable('magma', true), range[0], range[1]);
    const picture = await sharp(heat, {
      raw: { width: map.width, height: map.height, channels: 4 },
    })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      // Half opaque at the most, so that the part stays visible below.
      .linear([1, 1, 1, 0.55], [0, 0, 0, 0])
      .png()
      .toBuffer();
    layers.push({ input: picture });
  }
  if (boxes.length > 0) {
    const frames = boxes.map((box) => {
      const at =
        `x="${box.x * scale}" y="${box.y * scale}" ` +
        `width="${box.width * scale}" height="${box.height * scale}" fill="none"`;
      // Two strokes, so that the frame shows on dark and on light parts.
      return `<rect ${at} stroke="black" stroke-width="3"/><rect ${at} stroke="white" stroke-width="1.2"/>`;
    });
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${frames.join('')}</svg>`;
    layers.push({ input: Buffer.from(svg) });
  }
  const jpeg = await sharp(eightBit(raster), {
    raw: { width: raster.width, height: raster.height, channels: 3 },
    limitInputPixels: false,
  })
    .resize(width, height, { fit: 'fill' })
    .composite(layers)
    .jpeg({ quality: 82 })
    .toBuffer();
  return { jpeg, width, height };
}

/** As a report shows it; an image that cannot be read leaves its place empty and says why. */
export async function pictureOf(
  request: PictureRequest,
  lines: readonly string[],
  unreadable: (reason: string) => string,
): Promise<Picture> {
  try {
    return { ...(await drawPicture(request)), lines };
  } catch (error) {
    if (!(error instanceof ImageError) && !(error instanceof LoupeError)) throw error;
    const reason = error instanceof ImageError ? error.reason : error.message;
    return { jpeg: null, width: 4, height: 3, lines: [...lines, unreadable(reason)] };
  }
}
