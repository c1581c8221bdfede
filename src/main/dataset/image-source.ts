/**
 * Why this file exists: training and evaluation read the same images many times. Decoded images
 * are kept as bytes within a fixed amount of memory, and the next ones in order are decoded while
 * the present one is computed on.
 */
import path from 'node:path';
import type { Preprocessing } from '../../shared/manifest.ts';
import { loadInput, type Raster, toFloat } from './decode.ts';

/** Least recently used rasters, bounded by the bytes of their pixels. */
export class ImageCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<number, Raster>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of all rasters held; never above the limit. */
  get bytes(): number {
    return this.#bytes;
  }

  has(index: number): boolean {
    return this.#entries.has(index);
  }

  get(index: number): Raster | undefined {
    const raster = this.#entries.get(index);
    if (raster !== undefined) {
      // A Map keeps insertion order: put it back as the youngest.
      this.#entries.delete(index);
      this.#entries.set(index, raster);
    }
    return raster;
  }

  /** Keeps `raster`, dropping the longest unused ones; one larger than the limit is not kept. */
  set(index: number, raster: Raster): void {
    const size = raster.data.byteLength;
    if (size > this.#maxBytes || this.#entries.has(index)) return;
    for (const [oldest, old] of this.#entries) {
      if (this.#bytes + size <= this.#maxBytes) break;
      this.#entries.delete(oldest);
      this.#bytes -= old.data.byteLength;
    }
    this.#entries.set(index, raster);
    this.#bytes += size;
  }
}

/** Images by index, ready for the engine. */
export interface LoadedImages {
  /** How many images there are. */
  readonly count: number;
  /**
   * Image `index` as Float32 RGB in 0..255, [size * size * 3]; a fresh array on each call.
   * @throws ImageError when the file cannot be used, RangeError for an index outside 0..count-1.
   */
  load(index: number): Promise<Float32Array>;
}

/** How many images are decoded ahead of the one asked for. */
const AHEAD = 3;

/**
 * Serves `paths` (relative to `root`) through the one preprocessing path.
 * @param maxBytes Memory for decoded images; 0 keeps none (each is decoded when asked for, and the
 *   next few in order ahead).
 */
export function createImageSource(
  root: string,
  paths: readonly string[],
  preprocessing: Preprocessing,
  maxBytes: number,
): LoadedImages {
  const cache = new ImageCache(maxBytes);
  const running = new Map<number, Promise<Raster>>();
  let last = -1;

  const start = (index: number): Promise<Raster> => {
    const known = running.get(index);
    if (known !== undefined) return known;
    const loading = loadInput(path.join(root, paths[index]!), preprocessing);
    running.set(index, loading);
    // Reading ahead may fail on an image nobody asks for; who does ask gets the same rejection.
    loading.catch(() => undefined);
    return loading;
  };

  const raster = async (index: number): Promise<Raster> => {
    const kept = cache.get(index);
    if (kept !== undefined) return kept;
    try {
      const loaded = await start(index);
      cache.set(index, loaded);
      return loaded;
    } finally {
      running.delete(index);
    }
  };

  const readAhead = (index: number): void => {
    // Images that were read ahead and then passed over would pile up.
    for (const waiting of running.keys()) {
      if (waiting < index || waiting > index + AHEAD) running.delete(waiting);
    }
    for (let next = index + 1; next <= Math.min(index + AHEAD, paths.length - 1); next++) {
      if (!cache.has(next)) void start(next);
    }
  };

  return {
    count: paths.length,
    async load(index) {
      if (!Number.isInteger(index) || index < 0 || index >= paths.length) {
        throw new RangeError(`Image ${index} was asked for; there are ${paths.length}.`);
      }
      const inOrder = index === last + 1;
      last = index;
      const loading = raster(index);
      if (inOrder) readAhead(index);
      return toFloat(await loading);
    },
  };
}
