/**
 * Why this file exists: inspection cameras and BTAD write BMP, which sharp's build cannot read.
 * Uncompressed BMP is a header, an optional palette and rows of pixels; this reads every
 * uncompressed form (1, 4, 8, 16, 24, 32 bits, either row order, any header size), and refuses
 * run-length compression and files whose rows are missing. docs/decisions/0003 says why no
 * package does it.
 */
import { ImageError } from './image-error.ts';

export interface BmpHeader {
  width: number;
  height: number;
  bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  /** True when the first stored row is the top one. */
  topDown: boolean;
  /** Where the rows start, in bytes from the file's start. */
  pixelOffset: number;
  /** Bytes of one stored row, padded to four. */
  stride: number;
  /** Bit masks of red, green, blue and alpha for 16 and 32 bits; alpha 0 means none. */
  masks: [number, number, number, number];
  paletteOffset: number;
  /** Bytes of one palette entry: 3 in the oldest headers, else 4. */
  paletteEntry: 3 | 4;
  paletteSize: number;
}

/** Bytes at the start of the file that `readBmpHeader` may look at. */
export const BMP_HEADER_BYTES = 14 + 124;

const SAVE_AGAIN = 'Save it again as PNG or as an uncompressed 24-bit BMP.';

/**
 * Reads the header from the file's first bytes.
 * @throws ImageError naming `file` for anything that is not a plain, uncompressed BMP.
 */
export function readBmpHeader(bytes: Buffer, file: string): BmpHeader {
  const refuse = (reason: string, nextStep = SAVE_AGAIN): ImageError =>
    new ImageError(file, reason, nextStep);
  if (bytes.length < 26) throw refuse('is cut short: its BMP header is incomplete');
  const headerSize = bytes.readUInt32LE(14);
  const old = headerSize === 12;
  if (!old && (headerSize < 40 || headerSize > 124)) {
    throw refuse('is not an image although it begins like a BMP');
  }
  if (bytes.length < Math.min(14 + headerSize, BMP_HEADER_BYTES)) {
    throw refuse('is cut short: its BMP header is incomplete');
  }
  const width = old ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = old ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const compression = old ? 0 : bytes.readUInt32LE(30);
  if (width <= 0 || signedHeight === 0) throw refuse('is a BMP without a valid size');
  if (compression === 1 || compression === 2) {
    throw refuse('is a run-length-compressed BMP, which Loupe does not read');
  }
  if (compression !== 0 && compression !== 3 && compression !== 6) {
    throw refuse(`is a BMP with compression ${compression}, which Loupe does not read`);
  }
  if (![1, 4, 8, 16, 24, 32].includes(bits)) {
    throw refuse(`is a BMP with ${bits} bits per pixel, which Loupe does not read`);
  }
  const bitsPerPixel = bits as BmpHeader['bitsPerPixel'];
  const colours = old ? 0 : bytes.readUInt32LE(46);
  // The masks are part of every header of 52 bytes and more, and follow the 40-byte one.
  const extraMasks = compression !== 0 && headerSize === 40 ? (compression === 6 ? 16 : 12) : 0;
  return {
    width,
    height: Math.abs(signedHeight),
    bitsPerPixel,
    topDown: signedHeight < 0,
    pixelOffset: bytes.readUInt32LE(10),
    stride: Math.ceil((width * bits) / 32) * 4,
    masks: readMasks(bytes, bitsPerPixel, compression, headerSize, refuse),
    paletteOffset: 14 + headerSize + extraMasks,
    paletteEntry: old ? 3 : 4,
    paletteSize: bits > 8 ? 0 : colours > 0 && colours < 1 << bits ? colours : 1 << bits,
  };
}

function readMasks(
  bytes: Buffer,
  bits: number,
  compression: number,
  headerSize: number,
  refuse: (reason: string) => ImageError,
): BmpHeader['masks'] {
  if (compression === 0) {
    return bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0] : [0xff0000, 0x00ff00, 0x0000ff, 0];
  }
  const hasAlpha = compression === 6 || headerSize >= 56;
  if (bytes.length < (hasAlpha ? 70 : 66))
    throw refuse('is cut short: its colour masks are missing');
  const at = (offset: number): number => bytes.readUInt32LE(offset);
  return [at(54), at(58), at(62), hasAlpha ? at(66) : 0];
}

/** One colour channel of a 16- or 32-bit pixel, spread to 0..255. */
function channelReader(mask: number): (pixel: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const max = mask >>> shift;
  return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / max);
}

/**
 * All pixels as RGB bytes, top row first: [height * width * 3]. Palettes are expanded; alpha, where
 * the header declares it and any pixel uses it, is composited on black.
 * @throws ImageError when rows are missing or a palette index has no colour.
 */
export function decodeBmpPixels(bytes: Buffer, header: BmpHeader, file: string): Uint8Array {
  const { width, height, stride, bitsPerPixel, pixelOffset } = header;
  const missing = pixelOffset + stride * height - bytes.length;
  // Some writers leave out the padding of the very last row; that loses no pixel.
  if (missing > stride - Math.ceil((width * bitsPerPixel) / 8)) {
    throw new ImageError(
      file,
      'is cut short: some of its rows are missing',
      'Copy it again from its source, or remove it.',
    );
  }
  const out = new Uint8Array(width * height * 3);
  const writeRow = rowWriter(bytes, header, file);
  for (let y = 0; y < height; y++) {
    const stored = header.topDown ? y : height - 1 - y;
    writeRow(pixelOffset + stored * stride, out, y * width * 3);
  }
  return out;
}

type WriteRow = (from: number, out: Uint8Array, to: number) => void;

function rowWriter(bytes: Buffer, header: BmpHeader, file: string): WriteRow {
  if (header.bitsPerPixel <= 8) return paletteRow(bytes, header, file);
  if (header.bitsPerPixel === 24) {
    return (from, out, to) => {
      for (let x = 0; x < header.width * 3; x += 3) {
        out[to + x] = bytes[from + x + 2]!;
        out[to + x + 1] = bytes[from + x + 1]!;
        out[to + x + 2] = bytes[from + x]!;
      }
    };
  }
  return maskedRow(bytes, header);
}

function paletteRow(bytes: Buffer, header: BmpHeader, file: string): WriteRow {
  const { bitsPerPixel: bits, paletteOffset, paletteEntry, paletteSize, width } = header;
  const lowest = (1 << bits) - 1;
  return (from, out, to) => {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      const index = (bytes[from + (bit >> 3)]! >> (8 - bits - (bit & 7))) & lowest;
      const colour = paletteOffset + index * paletteEntry;
      if (index >= paletteSize || colour + 3 > header.pixelOffset) {
        throw new ImageError(file, `is damaged: colour ${index} is not in its palette`, SAVE_AGAIN);
      }
      out[to + x * 3] = bytes[colour + 2]!;
      out[to + x * 3 + 1] = bytes[colour + 1]!;
      out[to + x * 3 + 2] = bytes[colour]!;
    }
  };
}

function maskedRow(bytes: Buffer, header: BmpHeader): WriteRow {
  const [red, green, blue, alpha] = header.masks.map(channelReader) as [
    (pixel: number) => number,
    (pixel: number) => number,
    (pixel: number) => number,
    (pixel: number) => number,
  ];
  const size = header.bitsPerPixel / 8;
  const pixelAt = (offset: number): number =>
    size === 2 ? bytes.readUInt16LE(offset) : bytes.readUInt32LE(offset);
  const usesAlpha = header.masks[3] !== 0 && anyAlpha(pixelAt, header, alpha);
  return (from, out, to) => {
    for (let x = 0; x < header.width; x++) {
      const pixel = pixelAt(from + x * size);
      const opacity = usesAlpha ? alpha(pixel) / 255 : 1;
      out[to + x * 3] = Math.round(red(pixel) * opacity);
      out[to + x * 3 + 1] = Math.round(green(pixel) * opacity);
      out[to + x * 3 + 2] = Math.round(blue(pixel) * opacity);
    }
  };
}

/** Many writers declare alpha and leave it 0 everywhere; such a file is meant to be opaque. */
function anyAlpha(
  pixelAt: (offset: number) => number,
  header: BmpHeader,
  alpha: (pixel: number) => number,
): boolean {
  for (let y = 0; y < header.height; y++) {
    for (let x = 0; x < header.width; x++) {
      const offset = header.pixelOffset + y * header.stride + (x * header.bitsPerPixel) / 8;
      if (alpha(pixelAt(offset)) !== 0) return true;
    }
  }
  return false;
}
