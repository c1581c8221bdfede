/**
 * Why this file exists: a mask drawn by a person is megabytes as pixels and a few hundred bytes as
 * runs. The code is canonical (one raster has exactly one code), so its hash identifies the mask.
 *
 * Bytes: format version (1), then unsigned LEB128 numbers: width, height, and one number per run
 * in row order: length * 4 + class (0 background, 1 defect, 2 ignore). Neighbouring runs differ in
 * class and the lengths add up to width * height.
 */
import { LoupeError } from './errors.ts';

/** Values of a label raster, as in the 8-bit PNG that is exported. */
export const BACKGROUND = 0;
export const DEFECT = 1;
/** Left out of scores and metrics. */
export const IGNORE = 255;

const FORMAT = 1;
const RASTER_VALUES = [BACKGROUND, DEFECT, IGNORE] as const;
/** 16,384 x 16,384; a damaged or hostile code cannot ask for more memory than this. */
const MOST_PIXELS = 2 ** 28;

export interface MaskRaster {
  /** In pixels, at least 1. */
  width: number;
  height: number;
  /** 0, 1 or 255 for each pixel, row by row; [height * width]. */
  data: Uint8Array;
}

export interface MaskAreas {
  width: number;
  height: number;
  /** Pixels of class 1. */
  defect: number;
  /** Pixels of class 255. */
  ignore: number;
}

/** A run of equal pixels; `kind` is the index into RASTER_VALUES. */
interface Run {
  length: number;
  kind: 0 | 1 | 2;
}

/**
 * The run-length code of a raster.
 * @throws LoupeError `bad-data` for a size that is not positive or above 2^28 pixels, a raster of
 *   another length, or a value other than 0, 1 and 255
 */
export function encodeMask({ width, height, data }: MaskRaster): Uint8Array {
  checkSize(width, height);
  if (data.length !== width * height) {
    throw damaged(`it has ${data.length} pixels instead of ${width} x ${height}`);
  }
  return write(width, height, runsOf(data));
}

/**
 * The code of a raster of only background.
 * @throws LoupeError `bad-data` for an impossible size
 */
export function emptyMask(width: number, height: number): Uint8Array {
  checkSize(width, height);
  return write(width, height, [{ length: width * height, kind: 0 }]);
}

/**
 * The raster of a code made by `encodeMask`.
 * @throws LoupeError `bad-data` when the bytes are not a whole, canonical code
 */
export function decodeMask(code: Uint8Array): MaskRaster {
  const { width, height, runs } = read(code);
  const data = new Uint8Array(width * height);
  let at = 0;
  for (const { length, kind } of runs) {
    data.fill(RASTER_VALUES[kind], at, at + length);
    at += length;
  }
  return { width, height, data };
}

/**
 * Size and areas, without making the raster.
 * @throws LoupeError `bad-data` as `decodeMask`
 */
export function maskAreas(code: Uint8Array): MaskAreas {
  const { width, height, runs } = read(code);
  const areas = [0, 0, 0];
  for (const { length, kind } of runs) areas[kind]! += length;
  return { width, height, defect: areas[1]!, ignore: areas[2]! };
}

/**
 * Two masks of one size as one: a pixel takes `over`'s class where that is not background, else
 * `base`'s.
 * @throws LoupeError `bad-data` when the sizes differ or a code is damaged
 */
export function mergeMasks(base: Uint8Array, over: Uint8Array): Uint8Array {
  const below = read(base);
  const above = read(over);
  if (below.width !== above.width || below.height !== above.height) {
    throw damaged(
      `a mask of ${above.width} x ${above.height} pixels does not fit on one of ` +
        `${below.width} x ${below.height}`,
    );
  }
  return write(below.width, below.height, merged(below.runs, above.runs));
}

/** Walks two lists of runs of the same total length at once. */
function* merged(base: readonly Run[], over: readonly Run[]): Generator<Run> {
  let b = 0;
  let o = 0;
  let leftOfBase = base[0]?.length ?? 0;
  let leftOfOver = over[0]?.length ?? 0;
  while (b < base.length && o < over.length) {
    const length = Math.min(leftOfBase, leftOfOver);
    const kind = over[o]!.kind === 0 ? base[b]!.kind : over[o]!.kind;
    yield { length, kind };
    leftOfBase -= length;
    leftOfOver -= length;
    if (leftOfBase === 0) leftOfBase = base[++b]?.length ?? 0;
    if (leftOfOver === 0) leftOfOver = over[++o]?.length ?? 0;
  }
}

function* runsOf(data: Uint8Array): Generator<Run> {
  let start = 0;
  for (let i = 1; i <= data.length; i++) {
    if (i < data.length && data[i] === data[start]) continue;
    yield { length: i - start, kind: kindOf(data[start]!) };
    start = i;
  }
}

function kindOf(value: number): Run['kind'] {
  if (value === BACKGROUND) return 0;
  if (value === DEFECT) return 1;
  if (value === IGNORE) return 2;
  throw damaged(`a pixel has the value ${value}; only 0, 1 and 255 are known`);
}

/** Writes runs, joining neighbours of one class. */
function write(width: number, height: number, runs: Iterable<Run>): Uint8Array {
  const bytes: number[] = [FORMAT];
  const number = (value: number) => {
    let rest = value;
    while (rest >= 0x80) {
      bytes.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.push(rest);
  };
  number(width);
  number(height);
  let open: Run | undefined;
  for (const run of runs) {
    if (open?.kind === run.kind) open = { kind: run.kind, length: open.length + run.length };
    else {
      if (open) number(open.length * 4 + open.kind);
      open = run;
    }
  }
  if (open) number(open.length * 4 + open.kind);
  return Uint8Array.from(bytes);
}

/** Reads and checks a whole code. */
function read(code: Uint8Array): { width: number; height: number; runs: Run[] } {
  let at = 1;
  const number = (): number => {
    let value = 0;
    // Five bytes hold 35 bits, more than any number of a valid code.
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = code[at++];
      if (byte === undefined) throw damaged('it is cut short');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (byte === 0 && shift > 0)
          throw damaged('a number is written in a longer way than needed');
        return value;
      }
    }
    throw damaged('a number in it is too large');
  };
  if (code[0] !== FORMAT) {
    throw damaged(code.length === 0 ? 'it is empty' : `its format ${code[0]} is not known`);
  }
  const width = number();
  const height = number();
  checkSize(width, height);
  const runs: Run[] = [];
  let total = 0;
  while (at < code.length) {
    const value = number();
    const kind = value % 4;
    const length = Math.floor(value / 4);
    if (kind === 3) throw damaged('a class in it is not known');
    if (length === 0) throw damaged('a run in it is empty');
    if (runs.at(-1)?.kind === kind) throw damaged('two runs of one class follow each other');
    runs.push({ length, kind: kind as Run['kind'] });
    total += length;
  }
  if (total !== width * height) {
    throw damaged(`its runs hold ${total} pixels instead of ${width} x ${height}`);
  }
  return { width, height, runs };
}

function checkSize(width: number, height: number): void {
  const whole = Number.isInteger(width) && Number.isInteger(height);
  if (!whole || width < 1 || height < 1 || width * height > MOST_PIXELS) {
    throw damaged(`a size of ${width} x ${height} pixels is not possible`);
  }
}

function damaged(problem: string): LoupeError {
  return new LoupeError(
    'bad-data',
    `The mask cannot be used: ${problem}.`,
    'Draw the mask again, or import it again from its PNG file.',
  );
}
