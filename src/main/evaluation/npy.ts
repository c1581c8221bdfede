/**
 * Why this file exists: maps leave Loupe as .npy files (the NumPy array format, version 1.0), so
 * that anyone can read them in one line and recompute every number.
 */
import { endianness } from 'node:os';
import { LoupeError } from '../../shared/errors.ts';

const MAGIC = '\x93NUMPY';
/** The values start at a multiple of this, as the format asks. */
const ALIGNMENT = 64;

/** A Float32 map, row by row. */
export interface NpyMap {
  width: number;
  height: number;
  data: Float32Array;
}

/**
 * The bytes of a Float32 array as they lie in a file (little-endian), without copying.
 * Throws `not-built` on a big-endian machine.
 */
export function bytesOf(values: Float32Array): Uint8Array {
  if (endianness() !== 'LE') {
    throw new LoupeError(
      'not-built',
      'Maps can only be written on little-endian machines.',
      'Run the evaluation on an x86 or ARM machine.',
    );
  }
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * A map as the parts of a .npy file: header and values ('<f4', C order, shape (height, width)).
 * The values are not copied. Throws RangeError when there are not `width * height` values.
 */
export function encodeNpy({ width, height, data }: NpyMap): [header: Uint8Array, data: Uint8Array] {
  if (data.length !== width * height) {
    throw new RangeError(`${data.length} values are not ${width} x ${height}.`);
  }
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${height}, ${width}), }`;
  const fixed = MAGIC.length + 2 + 2;
  const length = Math.ceil((fixed + description.length + 1) / ALIGNMENT) * ALIGNMENT - fixed;
  const header = Buffer.alloc(fixed + length);
  header.write(MAGIC, 0, 'latin1');
  header.writeUInt8(1, MAGIC.length);
  header.writeUInt16LE(length, MAGIC.length + 2);
  header.write(`${description.padEnd(length - 1)}\n`, fixed, 'latin1');
  return [header, bytesOf(data)];
}

/**
 * Reads a two-dimensional Float32 .npy file (versions 1 to 3). Throws LoupeError `bad-data`, naming
 * `path`, when it is anything else or is cut short.
 */
export function decodeNpy(bytes: Uint8Array, path: string): NpyMap {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refuse = (reason: string): LoupeError =>
    new LoupeError(
      'bad-data',
      `The map ${path} cannot be read: ${reason}.`,
      'Evaluate again with --maps to write it anew.',
    );
  if (file.length < 12 || file.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw refuse('it is not a .npy file');
  }
  const wide = file.readUInt8(MAGIC.length) > 1;
  const fixed = MAGIC.length + 2 + (wide ? 4 : 2);
  const start =
    fixed + (wide ? file.readUInt32LE(MAGIC.length + 2) : file.readUInt16LE(MAGIC.length + 2));
  const header = file.toString('latin1', fixed, start);
  const shape = /'shape':\s*\((\d+),\s*(\d+),?\s*\)/.exec(header);
  if (
    shape === null ||
    !/'descr':\s*'<f4'/.test(header) ||
    !/'fortran_order':\s*False/.test(header)
  ) {
    throw refuse('it is not a two-dimensional Float32 array in C order');
  }
  const height = Number(shape[1]);
  const width = Number(shape[2]);
  const size = width * height * Float32Array.BYTES_PER_ELEMENT;
  if (file.length !== start + size) throw refuse('it is cut short or has bytes too many');
  const data = new Float32Array(width * height);
  bytesOf(data).set(file.subarray(start));
  return { width, height, data };
}
