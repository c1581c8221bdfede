/**
 * Why this file exists: the maps of an evaluation, on disk from the moment they are computed.
 * Metrics read them back several times, so memory does not grow with the number of images, and a
 * killed run finds them again. Their checksums tell whether they are still whole.
 *
 * With `--maps` the sum goes to `maps/<name>.npy`; everything else is one scratch file per image.
 */
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { hasSystemCode } from '../../shared/errors.ts';
import { THETAS } from '../../shared/scales.ts';
import type { PerScale, Theta } from '../../shared/scales.ts';
import { ensureFolder, writeFileAtomically } from '../files.ts';
import { bytesOf, decodeNpy, encodeNpy } from './npy.ts';

/** The anomaly map of one image, each `size * size` values row by row. */
export interface ImageMaps {
  /** Sum of the scales (Eq. 8). */
  map: Float32Array;
  /** Eq. 7 per scale; null for methods without the paper's scales. */
  scaleMaps: PerScale<Float32Array> | null;
}

/** CRC-32 of the files of one image; `map` is null where the sum is in the scratch file. */
export interface MapChecksums {
  scratch: number;
  map: number | null;
}

export interface MapStoreOptions {
  /** The folder of the report. */
  outFolder: string;
  /** Where scratch files go; the caller removes it in the end. */
  workFolder: string;
  /** Height and width of a map in pixels. */
  size: number;
  /** Names for `maps/<name>.npy` by image path, or null when maps are not kept. */
  keptNames: ReadonlyMap<string, string> | null;
}

export class MapStore {
  private readonly options: MapStoreOptions;

  constructor(options: MapStoreOptions) {
    this.options = options;
  }

  /** Where the map of an image is kept, relative to the report's folder; null when it is not. */
  keptPath(path: string): string | null {
    if (this.options.keptNames === null) return null;
    const name = this.options.keptNames.get(path);
    if (name === undefined) throw new RangeError(`There is no output name for ${path}.`);
    return `maps/${name}.npy`;
  }

  /** Bytes that the files of one image take at most. */
  get bytesPerImage(): number {
    return (1 + THETAS.length) * this.mapBytes;
  }

  /**
   * Writes all maps of the image at `index` with the given `path`. Only kept maps wait for the
   * disk. Throws RangeError on a wrong size and LoupeError as `writeFileAtomically` does.
   */
  async write(index: number, path: string, { map, scaleMaps }: ImageMaps): Promise<MapChecksums> {
    const { size, outFolder } = this.options;
    const kept = this.keptPath(path);
    const scales = scaleMaps ? THETAS.map((theta) => scaleMaps[theta]) : [];
    for (const values of [map, ...scales]) {
      if (values.length !== size * size) {
        throw new RangeError(
          `A map of ${path} has ${values.length} values, not ${size} x ${size}.`,
        );
      }
    }
    const scratch = (kept === null ? [map, ...scales] : scales).map(bytesOf);
    const checksums: MapChecksums = { scratch: checksum(scratch), map: null };
    const scratchFile = this.scratchFile(index);
    await ensureFolder(dirname(scratchFile));
    await writeFileAtomically(scratchFile, scratch, { sync: false });
    if (kept !== null) {
      const npy = encodeNpy({ width: size, height: size, data: map });
      checksums.map = checksum(npy);
      const file = join(outFolder, kept);
      await ensureFolder(dirname(file));
      await writeFileAtomically(file, npy);
    }
    return checksums;
  }

  /** Whether the files of an image are there and are those that `write` made. */
  async isWhole(index: number, path: string, checksums: MapChecksums): Promise<boolean> {
    const kept = this.keptPath(path);
    if ((kept === null) !== (checksums.map === null)) return false;
    if ((await fileChecksum(this.scratchFile(index))) !== checksums.scratch) return false;
    return (
      kept === null || (await fileChecksum(join(this.options.outFolder, kept))) === checksums.map
    );
  }

  /** Reads back one map of an image: the sum, or that of one scale. */
  async read(index: number, path: string, which: 'sum' | Theta): Promise<Float32Array> {
    const kept = this.keptPath(path);
    if (which === 'sum' && kept !== null) {
      const file = join(this.options.outFolder, kept);
      return decodeNpy(await readFile(file), file).data;
    }
    const place = which === 'sum' ? 0 : THETAS.indexOf(which) + (kept === null ? 1 : 0);
    const values = new Float32Array(this.options.size ** 2);
    const file = this.scratchFile(index);
    const handle = await open(file, 'r');
    try {
      const position = place * this.mapBytes;
      const { bytesRead } = await handle.read(bytesOf(values), { position });
      if (bytesRead !== this.mapBytes) throw new RangeError(`${file} is cut short.`);
    } finally {
      await handle.close();
    }
    return values;
  }

  private get mapBytes(): number {
    return this.options.size ** 2 * Float32Array.BYTES_PER_ELEMENT;
  }

  private scratchFile(index: number): string {
    return join(this.options.workFolder, 'maps', `${String(index).padStart(6, '0')}.f32`);
  }
}

function checksum(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((value, chunk) => crc32(chunk, value), 0);
}

/** CRC-32 of a file's bytes, null when there is no such file. */
async function fileChecksum(file: string): Promise<number | null> {
  try {
    return crc32(await readFile(file));
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return null;
    throw error;
  }
}
