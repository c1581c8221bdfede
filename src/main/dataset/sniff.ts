/**
 * Why this file exists: an image's format is told by its first bytes, never by its name, so that
 * a text file named .png is refused in plain words and the decoder only sees formats we mean it to.
 */
import path from 'node:path';
import { ImageError } from './image-error.ts';
import { headOf, type ImageInput, nameOf, tailOf } from './image-input.ts';

export type ImageFormat = 'png' | 'jpeg' | 'tiff' | 'webp' | 'bmp';

const ENDINGS = new Set(['.png', '.jpg', '.jpeg', '.bmp', '.tif', '.tiff', '.webp']);

/** The formats Loupe reads, for messages. */
export const READABLE_FORMATS = 'PNG, JPEG, TIFF, WebP and BMP';

/** True when the name ends like an image Loupe reads, in upper or lower case. */
export function hasImageEnding(name: string): boolean {
  return ENDINGS.has(path.posix.extname(name).toLowerCase());
}

/** Formats that are images, but none that Loupe reads: named so that the refusal is exact. */
function foreignFormat(head: Buffer): string | undefined {
  const ascii = head.toString('latin1');
  if (ascii.startsWith('GIF8')) return 'a GIF image';
  if (ascii.slice(4, 8) === 'ftyp') return 'a HEIF, AVIF or video file';
  if (ascii.startsWith('8BPS')) return 'a Photoshop file';
  if (ascii.startsWith('%PDF')) return 'a PDF document';
  if (ascii.startsWith('\x76\x2f\x31\x01')) return 'an OpenEXR image';
  if (/^P[1-7]\s/.test(ascii)) return 'a PNM image';
  if (ascii.startsWith('\x93NUMPY')) return 'a NumPy array';
  return undefined;
}

function formatOf(head: Buffer): ImageFormat | undefined {
  const ascii = head.toString('latin1');
  if (ascii.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (ascii.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^(II[*+]\0|MM\0[*+])/.test(ascii)) return 'tiff';
  if (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') return 'webp';
  if (ascii.startsWith('BM')) return 'bmp';
  return undefined;
}

/**
 * The format of `input` by its first 16 bytes.
 * @throws ImageError when the file cannot be read, is empty or holds none of the formats.
 */
export async function sniffFormat(input: ImageInput): Promise<ImageFormat> {
  const file = nameOf(input);
  const bytes = await headOf(input, 16);
  const copyAgain = 'Copy it again from its source, or remove it.';
  if (bytes.length === 0) throw new ImageError(file, 'is empty (0 bytes)', copyAgain);
  const format = formatOf(bytes);
  if (format !== undefined) return format;
  const ending = path.extname(file);
  const foreign = foreignFormat(bytes);
  throw new ImageError(
    file,
    foreign === undefined
      ? `is not an image${ending === '' ? '' : ` although its name ends in ${ending}`}`
      : `holds ${foreign}, which Loupe does not read`,
    `Remove it, or save it as one of ${READABLE_FORMATS}.`,
  );
}

/**
 * Whether the end of the file is missing, told by what each format ends with. Used to word a
 * refusal once decoding has failed; `false` means damaged in another way, or not known.
 */
export async function looksCutShort(input: ImageInput, format: ImageFormat): Promise<boolean> {
  const { size, tail } = await tailOf(input, 4096);
  switch (format) {
    case 'png':
      return !tail.includes('IEND', 0, 'latin1');
    case 'jpeg':
      return !tail.includes(Buffer.from([0xff, 0xd9]));
    case 'webp': {
      const head = await headOf(input, 8);
      return head.length < 8 || head.readUInt32LE(4) + 8 > size;
    }
    case 'tiff':
    case 'bmp':
      return false;
  }
}
