/**
 * Why this file exists: which patches a training step of Patch SVDD takes. Pure and seeded.
 *
 * Patches come from crops of some places and from their twins, shifted by one pixel: one pass of
 * Enc32 over a crop gives all its patches for a fraction of what each alone would cost. So offsets
 * are multiples of two pixels but for the twin's shift. A neighbour that would leave the crop is
 * drawn again; Patch SVDD's own code clips it to the image, and then its label is wrong.
 */
import type { Random } from '../../shared/random.ts';

/** The patch sizes K of Patch SVDD. */
export type PatchSize = 64 | 32;
export const PATCH_SIZES: readonly PatchSize[] = [64, 32];

/** Pixels between neighbouring cells of a pass of Enc32, whose first convolution has stride 2. */
export const CELL = 2;
/** The directions that a neighbour may lie in. */
export const DIRECTIONS = 8;

/** Cells along a side of Enc32's output on `pixels` pixels. */
export function cellsOf(pixels: number): number {
  return Math.floor((pixels - 32) / CELL) + 1;
}

export interface Pairs {
  /** Cells, over all crops, of two patches that should have nearly the same code. */
  anchor: Int32Array;
  near: Int32Array;
  /** Cells of a patch and one of its eight neighbours, and which of them it is. */
  from: Int32Array;
  to: Int32Array;
  direction: Int32Array;
}

export interface SvddBatch {
  cropSize: number;
  /** A crop and its twin, one after the other. */
  crops: { image: number; x: number; y: number }[];
  pairs: Record<PatchSize, Pairs>;
}

export interface BatchPlan {
  places: number;
  cropSize: number;
  /** Pairs of each kind and patch size. */
  draws: number;
}

/** Unit steps (x, y) to the eight neighbours, clockwise from the right; y points down. */
const STEPS = [
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
  [0, -1],
  [1, -1],
] as const satisfies readonly (readonly [number, number])[] & { length: typeof DIRECTIONS };

/** @param size height and width of the images in pixels */
export function drawBatch(
  random: Random,
  images: number,
  size: number,
  { places, cropSize, draws }: BatchPlan,
): SvddBatch {
  const crops: SvddBatch['crops'] = [];
  for (let place = 0; place < places; place++) {
    const image = random.integer(images);
    // A border of one pixel, for the twin.
    const x = 1 + random.integer(size - cropSize - 1);
    const y = 1 + random.integer(size - cropSize - 1);
    const [dx, dy] = random.pick(STEPS);
    crops.push({ image, x, y }, { image, x: x + dx, y: y + dy });
  }
  const pairs = (patch: PatchSize) => drawPairs(random, patch, places, cropSize, draws);
  return { cropSize, crops, pairs: { 64: pairs(64), 32: pairs(32) } };
}

function drawPairs(
  random: Random,
  patch: PatchSize,
  places: number,
  cropSize: number,
  draws: number,
): Pairs {
  const width = cellsOf(cropSize);
  /** Cells along a side at which a patch of this size begins. */
  const side = width - (patch - 32) / CELL;
  const inside = (cell: number) => cell >= 0 && cell < side;
  const make = () => new Int32Array(draws);
  const pairs: Pairs = {
    anchor: make(),
    near: make(),
    from: make(),
    to: make(),
    direction: make(),
  };
  for (let draw = 0; draw < draws; draw++) {
    const crop = 2 * (draw % places) * width * width;
    const twin = crop + width * width;
    for (;;) {
      const [column, row] = [random.integer(side), random.integer(side)];
      const direction = random.integer(DIRECTIONS);
      const [stepX, stepY] = STEPS[direction]!;
      // Three quarters of a patch to a whole one, on each axis of its own.
      const reach = () => (3 * patch) / 4 / CELL + random.integer(patch / 4 / CELL);
      const [toColumn, toRow] = [column + stepX * reach(), row + stepY * reach()];
      // Jitter of +-K/32 pixels: the twin's own pixel at 32, one cell of the same crop at 64.
      const [jitterX, jitterY] = random.pick(STEPS);
      const [nearColumn, nearRow] =
        patch === 64 ? [column + jitterX, row + jitterY] : [column, row];
      if (![toColumn, toRow, nearColumn, nearRow].every(inside)) continue;
      pairs.anchor[draw] = crop + row * width + column;
      pairs.near[draw] = (patch === 64 ? crop : twin) + nearRow * width + nearColumn;
      pairs.from[draw] = crop + row * width + column;
      pairs.to[draw] = twin + toRow * width + toColumn;
      pairs.direction[draw] = direction;
      break;
    }
  }
  return pairs;
}
