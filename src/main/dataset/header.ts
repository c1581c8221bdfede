/**
 * Why this file exists: what can be known of an image without decoding it (size, depth, alpha),
 * and every refusal that follows from it. A scan reads only this of each file.
 */
import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import { messageOf } from '../../shared/errors.ts';
import { BMP_HEADER_BYTES, readBmpHeader } from './bmp.ts';
import { fromSystemError, ImageError } from './image-error.ts';
import { forSharp, headOf, type ImageInput, nameOf } from './image-input.ts';
import { type ImageFormat, looksCutShort, READABLE_FORMATS, sniffFormat } from './sniff.ts';

// libvips keeps opened files by path; Loupe must see a file that was replaced under its name.
sharp.cache(false);

/** The smallest side of an image: one patch of the finest scale (theta = 16). */
export const MIN_SIDE = 16;

/** The most pixels an image may have: 16384 x 16384. */
export const MAX_PIXELS = 16384 * 16384;

export interface ImageHeader {
  format: ImageFormat;
  /** Pixels, after EXIF orientation. */
  width: number;
  height: number;
  /** Bits of each channel as decoded (1- to 8-bit files give 8). */
  depth: 8 | 16;
  hasAlpha: boolean;
}

export interface HeaderLimits {
  /** Smallest allowed width and height; masks have no patch to fill and use 1. */
  minSide?: number;
}

/**
 * Reads the header of an image.
 * @throws ImageError when the file is missing, unreadable, not an image, damaged in its header,
 *   smaller than one patch, larger than MAX_PIXELS or of a kind of pixel Loupe does not read.
 */
export async function readHeader(
  input: ImageInput,
  limits: HeaderLimits = {},
): Promise<ImageHeader> {
  const format = await sniffFormat(input);
  const header = format === 'bmp' ? await readBmp(input) : await readBySharp(input, format);
  checkSize(nameOf(input), header, limits.minSide ?? MIN_SIDE);
  return header;
}

function checkSize(file: string, { width, height }: ImageHeader, minSide: number): void {
  const size = `is ${width} x ${height} pixels`;
  if (width < minSide || height < minSide) {
    throw new ImageError(
      file,
      `${size}, smaller than one ${MIN_SIDE}-pixel patch`,
      'Remove it, or replace it with the picture as the camera took it.',
    );
  }
  if (width * height > MAX_PIXELS) {
    throw new ImageError(
      file,
      `${size}, more than the 16384 x 16384 (268 million) that Loupe opens`,
      'Cut it into smaller pictures or reduce it first.',
    );
  }
}

async function readBmp(input: ImageInput): Promise<ImageHeader> {
  const bytes = await headOf(input, BMP_HEADER_BYTES);
  const { width, height, masks } = readBmpHeader(bytes, nameOf(input));
  return { format: 'bmp', width, height, depth: 8, hasAlpha: masks[3] !== 0 };
}

async function readBySharp(input: ImageInput, format: ImageFormat): Promise<ImageHeader> {
  const file = nameOf(input);
  // The size limit is checked by checkSize, which can name the size.
  const metadata = await sharp(forSharp(input), { limitInputPixels: false, failOn: 'error' })
    .metadata()
    .catch(async (error: unknown) => {
      throw await decodeError(input, format, error);
    });
  const { depth, channels, hasAlpha } = metadata;
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new ImageError(
      file,
      `holds pixels of type ${depth}; Loupe reads 8-bit and 16-bit images`,
      `Save it with 8 or 16 bits a channel, as one of ${READABLE_FORMATS}.`,
    );
  }
  if (channels > 4 + Number(hasAlpha)) {
    throw new ImageError(
      file,
      `has ${channels} channels; Loupe reads grey and colour images`,
      'Save the channels to inspect as a grey or RGB image.',
    );
  }
  const { width, height } = metadata.autoOrient;
  // CMYK becomes 8-bit sRGB whatever its depth, as there is no 16-bit path for it.
  const bits = depth === 'ushort' && metadata.space !== 'cmyk' ? 16 : 8;
  return { format, width, height, depth: bits, hasAlpha };
}

/** Puts a decoder's failure into a sentence: cut short, or damaged with what the decoder said. */
export async function decodeError(
  input: ImageInput,
  format: ImageFormat,
  error: unknown,
): Promise<ImageError> {
  const file = nameOf(input);
  const copyAgain = 'Copy it again from its source, or remove it.';
  try {
    if (typeof input === 'string') await stat(input);
    if (await looksCutShort(input, format)) {
      return new ImageError(file, 'is cut short: its pixel data ends early', copyAgain, {
        cause: error,
      });
    }
  } catch (systemError) {
    return fromSystemError(file, systemError);
  }
  const said = messageOf(error).split('\n')[0] ?? '';
  const kind = format === 'tiff' ? 'is cut short or damaged' : 'is damaged';
  return new ImageError(file, `${kind} (${format.toUpperCase()}: ${said})`, copyAgain, {
    cause: error,
  });
}
