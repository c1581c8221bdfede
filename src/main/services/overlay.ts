/** Why this file exists: an inspected image as a picture: the part, its heat and its regions. */
import sharp from 'sharp';
import { colourise, overlayTable } from '../../shared/colour/maps.ts';
import { decodeImage } from '../dataset/decode.ts';
import { eightBit } from '../dataset/encode-picture.ts';

/** Longest side of an overlay in pixels. */
const LONGEST = 2048;

export interface OverlayOptions {
  file: string;
  /** size * size anomaly values. */
  map: Float32Array;
  size: number;
  /** The model's fixed colour scale. */
  range: readonly [number, number];
  /** In source pixels. */
  boxes: readonly { x: number; y: number; width: number; height: number }[];
}

/** PNG of the image with its heat map and region boxes, at most 2048 px long. */
export async function drawOverlay(options: OverlayOptions): Promise<Uint8Array> {
  const { file, map, size, range, boxes } = options;
  const raster = await decodeImage(file);
  const shrink = Math.min(1, LONGEST / Math.max(raster.width, raster.height));
  const width = Math.max(1, Math.round(raster.width * shrink));
  const height = Math.max(1, Math.round(raster.height * shrink));
  const heat = colourise(map, overlayTable('magma', true), range[0], range[1]);
  const heatImage = await sharp(heat, { raw: { width: size, height: size, channels: 4 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    // Half opaque at the most, so that the part stays visible below.
    .linear([1, 1, 1, 0.55], [0, 0, 0, 0])
    .png()
    .toBuffer();
  const frames = boxes.map(({ x, y, width: w, height: h }) => {
    const at = `x="${x * shrink}" y="${y * shrink}" width="${w * shrink}" height="${h * shrink}"`;
    // Two strokes, so that the frame shows on dark and on light parts.
    return (
      `<rect ${at} fill="none" stroke="black" stroke-width="3"/>` +
      `<rect ${at} fill="none" stroke="white" stroke-width="1.2"/>`
    );
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${frames.join('')}</svg>`;
  return sharp(eightBit(raster), {
    raw: { width: raster.width, height: raster.height, channels: 3 },
  })
    .resize(width, height, { fit: 'fill' })
    .composite([{ input: heatImage }, { input: Buffer.from(svg) }])
    .png()
    .toBuffer();
}
