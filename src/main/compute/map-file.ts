/**
 * Why this file exists: the anomaly maps of one image as one file: the sum and, where the method has
 * them, one of each scale. The process that computes writes it, media reads one layer of it.
 *
 * Bytes: "LMAP", then three little-endian uint32 (layers, width, height), then each layer as Float32
 * little-endian row by row, in the order of `MAP_LAYERS`.
 */
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LoupeError } from '../../shared/errors.ts';
import { MAP_LAYERS, type MapLayer } from '../../shared/media.ts';
import type { PerScale } from '../../shared/scales.ts';
import { ensureFolder, writeFileAtomically } from '../files.ts';

const MAGIC = 'LMAP';
const HEADER = 16;

/** Writes the maps of an image; a power cut may lose them, they can be made again. */
export async function writeMapFile(
  file: string,
  size: number,
  { map, scaleMaps }: { map: Float32Array; scaleMaps: PerScale<Float32Array> | null },
): Promise<void> {
  const layers = scaleMaps ? [map, scaleMaps[64], scaleMaps[32], scaleMaps[16]] : [map];
  const header = Buffer.alloc(HEADER);
  header.write(MAGIC, 'latin1');
  header.writeUInt32LE(layers.length, 4);
  header.writeUInt32LE(size, 8);
  header.writeUInt32LE(size, 12);
  const bytes = layers.map(
    (layer) => new Uint8Array(layer.buffer, layer.byteOffset, layer.byteLength),
  );
  await ensureFolder(dirname(file));
  await writeFileAtomically(file, [header, ...bytes], { sync: false });
}

export interface MapLayerBytes {
  width: number;
  height: number;
  /** Float32 little-endian, row by row. */
  bytes: Uint8Array;
}

/** @throws LoupeError `not-found` for a layer it does not hold, `bad-data` for a damaged file */
export async function readMapLayer(file: string, layer: MapLayer): Promise<MapLayerBytes> {
  const handle = await open(file, 'r');
  try {
    const header = Buffer.alloc(HEADER);
    await handle.read(header, 0, HEADER, 0);
    const [layers, width, height] = [4, 8, 12].map((at) => header.readUInt32LE(at));
    const known = header.toString('latin1', 0, 4) === MAGIC && width && height && width <= 16384;
    if (!known || height > 16384 || !layers) throw damaged(file);
    const place = MAP_LAYERS.indexOf(layer);
    if (place >= layers) {
      throw new LoupeError(
        'not-found',
        `The model has no map of its own for ${layer} px patches.`,
        'Look at the sum.',
      );
    }
    const length = width * height * 4;
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, HEADER + place * length);
    if (bytesRead !== length) throw damaged(file);
    return { width, height, bytes };
  } finally {
    await handle.close();
  }
}

function damaged(file: string): LoupeError {
  return new LoupeError(
    'bad-data',
    `The anomaly map ${file} is damaged.`,
    'Empty the cache of maps under System; it is made again when needed.',
  );
}
