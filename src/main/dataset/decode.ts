/**
 * Why this file exists: the one way from an image file to pixels. Training, evaluation,
 * inspection and export all come through here, so that they see the same values.
 * The choices (stretch, cubic, black under alpha, no colour management) are docs/decisions/0003.
 */
import sharp, { type Sharp } from 'sharp';
import type { Preprocessing } from '../../shared/manifest.ts';
import { decodeBmpPixels, readBmpHeader } from './bmp.ts';
import { decodeError, type ImageHeader, MAX_PIXELS, readHeader } from './header.ts';
import { ImageError } from './image-error.ts';
import { bytesOf, forSharp, type ImageInput, nameOf } from './image-input.ts';

/** Pixels in RGB order, row by row from the top: data[(y * width + x) * 3 + channel]. */
export interface Raster {
  width: number;
  height: number;
  channels: 3;
  /** 0..255 for an 8-bit file, 0..65535 for a 16-bit one. */
  data: Uint8Array | Uint16Array;
  /** Size of the file's image, after EXIF orientation, in pixels. */
  sourceWidth: number;
  sourceHeight: number;
}

/**
 * Decodes an image at its own size.
 * @throws ImageError ('bad-data') naming the file, what is wrong and what to do.
 */
export async function decodeImage(input: ImageInput): Promise<Raster> {
  return decodeVisible(input, undefined);
}

/**
 * Decodes an image and stretches it to `preprocessing.size` squared with the recorded filter.
 * @throws ImageError ('bad-data') naming the file, what is wrong and what to do.
 */
export async function loadInput(input: ImageInput, preprocessing: Preprocessing): Promise<Raster> {
  return decodeVisible(input, preprocessing);
}

/** The values as the engine takes them: Float32 RGB in 0..255, [height * width * 3]. */
export function toFloat(raster: Raster): Float32Array {
  const values = Float32Array.from(raster.data);
  if (raster.data instanceof Uint16Array) {
    // 65535 / 257 is exactly 255.
    for (let i = 0; i < values.length; i++) values[i] = values[i]! / 257;
  }
  return values;
}

/**
 * All pixels at the file's own size as 8-bit RGB, [height * width * 3], for masks. A 16-bit value
 * becomes 255 unless it is 0, so that what is not background stays so.
 * @throws ImageError ('bad-data').
 */
export async function decode8Bit(input: ImageInput, header: ImageHeader): Promise<Uint8Array> {
  const { data } = await decode(input, header, undefined);
  return data instanceof Uint8Array ? data : Uint8Array.from(data, (value) => (value ? 255 : 0));
}

/**
 * Decodes every pixel, in little memory: finds damage that the header does not show. Answers what
 * is left of the picture, stretched to 16 x 16.
 * @throws ImageError ('bad-data').
 */
export async function checkPixels(input: ImageInput, header: ImageHeader): Promise<Raster> {
  const tiny: Preprocessing = { size: 16, fit: 'stretch', kernel: 'cubic' };
  const raster = await decode(input, header, tiny);
  await refuseTransparent(input, header, raster);
  return raster;
}

/**
 * The image as a pipeline for the screen: upright, without alpha, 8-bit RGB whatever the file holds.
 * `encode` ends the pipeline; pixels stream through it, so that a large image needs little memory.
 * @throws ImageError ('bad-data') naming the file, what is wrong and what to do.
 */
export async function uprightPicture<T>(
  input: ImageInput,
  encode: (picture: Sharp) => Promise<T>,
): Promise<T> {
  const header = await readHeader(input);
  const picture = oriented(await openImage(input, header), header).toColourspace('srgb');
  return encode(picture).catch(async (error: unknown) => {
    throw await decodeError(input, header.format, error);
  });
}

async function decodeVisible(
  input: ImageInput,
  preprocessing: Preprocessing | undefined,
): Promise<Raster> {
  const header = await readHeader(input);
  const raster = await decode(input, header, preprocessing);
  await refuseTransparent(input, header, raster);
  return raster;
}

async function decode(
  input: ImageInput,
  header: ImageHeader,
  preprocessing: Preprocessing | undefined,
): Promise<Raster> {
  let pipeline = oriented(await openImage(input, header), header);
  if (preprocessing !== undefined) {
    const { size, kernel } = preprocessing;
    pipeline = pipeline.resize(size, size, { fit: 'fill', kernel, fastShrinkOnLoad: false });
  }
  const { data, info } = await pipeline
    .raw({ depth: header.depth === 16 ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(async (error: unknown) => {
      throw await decodeError(input, header.format, error);
    });
  const raster: Raster = {
    width: info.width,
    height: info.height,
    channels: 3,
    data:
      header.depth === 16
        ? toUint16(data)
        : new Uint8Array(data.buffer, data.byteOffset, data.length),
    sourceWidth: header.width,
    sourceHeight: header.height,
  };
  return raster;
}

/** Opens the image for decoding; a BMP is decoded here and handed on as raw pixels. */
async function openImage(input: ImageInput, header: ImageHeader): Promise<Sharp> {
  if (header.format === 'bmp') {
    const bytes = await bytesOf(input);
    const { width, height } = header;
    const pixels = decodeBmpPixels(bytes, readBmpHeader(bytes, nameOf(input)), nameOf(input));
    return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: MAX_PIXELS });
  }
  return sharp(forSharp(input), {
    // 'error' refuses files that end early; 'warning' would also refuse odd but whole metadata.
    failOn: 'error',
    ignoreIcc: true,
    limitInputPixels: MAX_PIXELS,
  });
}

/**
 * Upright, without alpha, as three channels of the file's depth. Naming the colour space of the
 * pipeline also keeps sharp from shrinking JPEG and WebP while decoding, which gives other values
 * than the same picture as PNG (`fastShrinkOnLoad: false` alone still shrinks when the factor is
 * four and more).
 */
function oriented(image: Sharp, header: ImageHeader): Sharp {
  let result = image.autoOrient();
  if (header.hasAlpha && header.format !== 'bmp') result = result.flatten({ background: '#000' });
  const space = header.depth === 16 ? 'rgb16' : 'srgb';
  return result.pipelineColourspace(space).toColourspace(space);
}

function toUint16(data: Buffer): Uint16Array {
  // A pooled Buffer may start at an odd byte, which a Uint16Array cannot.
  const aligned = data.byteOffset % 2 === 0 ? data : Buffer.from(Uint8Array.from(data).buffer);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
}

/** An image that is transparent everywhere has nothing to inspect; black would hide that. */
async function refuseTransparent(
  input: ImageInput,
  header: ImageHeader,
  raster: Raster,
): Promise<void> {
  if (!header.hasAlpha || header.format === 'bmp') return;
  if (raster.data.some((value) => value !== 0)) return;
  const alpha = await sharp(forSharp(input), { limitInputPixels: MAX_PIXELS })
    .extractChannel('alpha')
    .raw()
    .toBuffer();
  if (alpha.some((value) => value !== 0)) return;
  throw new ImageError(
    nameOf(input),
    'is transparent everywhere, so there is nothing to inspect',
    'Save it again without an alpha channel.',
  );
}
