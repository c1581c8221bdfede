/**
 * Why this file exists: one training step's patches, as crops to encode and as rows of their
 * embeddings to put into each loss. Two builders give the same structure:
 *
 * - `patchBatch`: the paper's way, every patch its own crop, any pixel position;
 * - `denseBatch`: crops larger than a patch. A dense pass gives all their patches at multiples of
 *   the stride for a fraction of the cost. Near patches come from a second crop of the same place
 *   shifted by the paper's jitter, so the pairs are the paper's; only that the pairs of one crop
 *   share their shift, and that angles are those of `angleOffsets`.
 */
import type { Random } from '../../shared/random.ts';
import type { Theta } from '../../shared/scales.ts';
import { ARCHITECTURES, denseCount } from './architecture.ts';
import {
  ANGLES,
  angleOffsets,
  drawAnglePair,
  drawPatch,
  drawTriplet,
  nearRange,
  type Point,
} from './sampling.ts';

export interface Crop extends Point {
  /** Index of the training image. */
  image: number;
}

/** Rows refer to the embeddings of all crops: crop by crop, each row-major over its grid. */
export interface Batch {
  cropSize: number;
  crops: Crop[];
  /** L_SVDD and L_Cos: P_i, P_j near it, P_k far from it. */
  anchor: Int32Array;
  near: Int32Array;
  far: Int32Array;
  /** L_SSL: P_m, P_n and the index of the angle from m to n. */
  from: Int32Array;
  to: Int32Array;
  angle: Int32Array;
  /** L_Kmeans: P_r. */
  single: Int32Array;
}

/**
 * The paper's batch: `draws` triplets, angle pairs and single patches.
 * @param images the images to draw from (each draw picks one)
 * @param shareAnchors P_i also serves as P_m and P_r: four patches a draw instead of six
 */
export function patchBatch(
  random: Random,
  theta: Theta,
  size: number,
  images: readonly number[],
  draws: number,
  shareAnchors: boolean,
): Batch {
  const crops: Crop[] = [];
  const put = (image: number, point: Point) => crops.push({ image, ...point }) - 1;
  const rows = emptyRows(draws);
  for (let draw = 0; draw < draws; draw++) {
    const image = random.pick(images);
    if (shareAnchors) {
      // The pair first: its m is an anchor with room for a neighbour in the drawn direction.
      const { m, n, angle } = drawAnglePair(random, theta, size);
      const { j, k } = completeTriplet(random, theta, size, m);
      const anchor = put(image, m);
      setDraw(rows, draw, {
        anchor,
        near: put(image, j),
        far: put(image, k),
        from: anchor,
        to: put(image, n),
        angle,
        single: anchor,
      });
    } else {
      const { i, j, k } = drawTriplet(random, theta, size);
      const { m, n, angle } = drawAnglePair(random, theta, size);
      setDraw(rows, draw, {
        anchor: put(image, i),
        near: put(image, j),
        far: put(image, k),
        from: put(image, m),
        to: put(image, n),
        angle,
        single: put(image, drawPatch(random, theta, size)),
      });
    }
  }
  return { cropSize: theta, crops, ...rows };
}

/** The largest crop that fits an image of `size` pixels together with its shifted twin. */
export function largestCrop(theta: Theta, size: number): number {
  return size - 2 * nearRange(theta);
}

/**
 * A batch from dense passes over `places` crops of `cropSize` pixels and their shifted twins.
 * @param draws how many patches of each kind to take from the crops
 */
export function denseBatch(
  random: Random,
  theta: Theta,
  size: number,
  images: readonly number[],
  places: number,
  cropSize: number,
  draws: number,
): Batch {
  const architecture = ARCHITECTURES[theta];
  const grid = denseCount(architecture, cropSize);
  const offsets = angleOffsets(theta, architecture.stride);
  const range = nearRange(theta);
  const room = largestCrop(theta, size) - cropSize;
  if (room < 0) throw new RangeError(`a ${cropSize} px crop and its shift do not fit ${size} px`);

  const crops: Crop[] = [];
  for (let place = 0; place < places; place++) {
    const image = random.pick(images);
    const x = range + random.integer(room + 1);
    const y = range + random.integer(room + 1);
    let dx = 0;
    let dy = 0;
    while (dx === 0 && dy === 0) {
      dx = random.integer(2 * range + 1) - range;
      dy = random.integer(2 * range + 1) - range;
    }
    crops.push({ image, x, y }, { image, x: x + dx, y: y + dy });
  }

  const perCrop = grid * grid;
  const farSteps = theta / architecture.stride;
  const rows = emptyRows(draws);
  for (let draw = 0; draw < draws; draw++) {
    const base = (draw % places) * 2 * perCrop;
    for (;;) {
      const row = random.integer(grid);
      const column = random.integer(grid);
      const angle = random.integer(ANGLES);
      const offset = random.pick(offsets[angle] ?? []);
      const toRow = row + offset.rows;
      const toColumn = column + offset.columns;
      const farRow = random.integer(grid);
      const farColumn = random.integer(grid);
      if (toRow < 0 || toColumn < 0 || toRow >= grid || toColumn >= grid) continue;
      if (Math.hypot(farRow - row, farColumn - column) < farSteps) continue;
      const anchor = base + row * grid + column;
      setDraw(rows, draw, {
        anchor,
        near: anchor + perCrop,
        far: base + farRow * grid + farColumn,
        from: anchor,
        to: base + toRow * grid + toColumn,
        angle,
        single: anchor,
      });
      break;
    }
  }
  return { cropSize, crops, ...rows };
}

type Rows = Omit<Batch, 'cropSize' | 'crops'>;

function emptyRows(draws: number): Rows {
  const make = () => new Int32Array(draws);
  return {
    anchor: make(),
    near: make(),
    far: make(),
    from: make(),
    to: make(),
    angle: make(),
    single: make(),
  };
}

function setDraw(rows: Rows, draw: number, values: Record<keyof Rows, number>): void {
  for (const key of Object.keys(rows) as (keyof Rows)[]) rows[key][draw] = values[key];
}

/** A near and a far patch for a given anchor. */
function completeTriplet(random: Random, theta: Theta, size: number, i: Point) {
  const range = nearRange(theta);
  const last = size - theta;
  for (;;) {
    const j = {
      x: i.x + random.integer(2 * range + 1) - range,
      y: i.y + random.integer(2 * range + 1) - range,
    };
    const k = drawPatch(random, theta, size);
    const moved = j.x !== i.x || j.y !== i.y;
    const within = j.x >= 0 && j.y >= 0 && j.x <= last && j.y <= last;
    if (moved && within && Math.hypot(k.x - i.x, k.y - i.y) >= theta) return { j, k };
  }
}
