/**
 * Why this file exists: masks go out as 8-bit grey PNG and come in as PNG of two kinds: ours (0, 1,
 * 255) and the usual one of data sets, in which anything but 0 is a defect. A canvas would write
 * colours with opacity, hence the few lines of PNG here.
 */
import { BACKGROUND, DEFECT, IGNORE, type MaskRaster } from '../../../../shared/mask-rle.ts';

/** `classes`: 1 is a defect, 255 to be ignored. `defects`: anything but 0 is a defect. */
export type PngMeaning = 'classes' | 'defects';

/**
 * What grey values 0..255 mean: null when they can be read both ways (only 0 and 255), and then a
 * person has to say.
 */
export function meaningOf(values: Uint8Array): PngMeaning | null {
  let ones = false;
  let full = false;
  for (const value of values) {
    if (value === DEFECT) ones = true;
    else if (value === IGNORE) full = true;
    else if (value !== BACKGROUND) return 'defects';
  }
  if (ones) return 'classes';
  return full ? null : 'defects';
}

/** Grey values as mask values. */
export function maskValues(values: Uint8Array, meaning: PngMeaning): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values, (value) => {
    if (value === BACKGROUND) return BACKGROUND;
    return meaning === 'classes' && value === IGNORE ? IGNORE : DEFECT;
  });
}

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** A raster as an 8-bit grey PNG file. */
export async function encodeGreyPng({ width, height, data }: MaskRaster): Promise<Blob> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  // 8 bits, grey, deflate, no filter choice beyond the usual, not interlaced.
  header.set([8, 0, 0, 0, 0], 8);
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    rows.set(data.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream('deflate'));
  const pixels = new Uint8Array(await new Response(packed).arrayBuffer());
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array(0)),
  ];
  return new Blob(parts, { type: 'image/png' });
}

function chunk(name: string, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, content.length + 8)));
  return bytes;
}

/** The check sum of PNG (polynomial 0xEDB88320, bits reflected). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
