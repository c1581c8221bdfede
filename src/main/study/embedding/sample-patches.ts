/**
 * Why this file exists: which patches of which test images an embedding view shows. As many
 * defective as normal ones where there are enough, from images of every label.
 */
import { GOOD } from '../../../shared/dataset.ts';
import type { ViewPatch } from '../../../shared/embedding-view.ts';
import type { Random } from '../../../shared/random.ts';
import type { Grid } from '../../engine/dense.ts';

/** A patch of the grid of an image, by its row in the image's embeddings. */
export interface SampledPatch extends ViewPatch {
  cell: number;
}

/**
 * Indices of at most `count` images: the labels take turns, `good` counting as much as all defect
 * types together, so that normal patches come from good parts too.
 */
export function pickImages(labels: readonly string[], count: number, random: Random): number[] {
  const shuffled = random.shuffle([...labels.keys()]);
  const queues = new Map<string, number[]>();
  for (const index of shuffled) {
    const label = labels[index] ?? GOOD;
    queues.set(label, [...(queues.get(label) ?? []), index]);
  }
  const good = queues.get(GOOD) ?? [];
  queues.delete(GOOD);
  const defects = [...queues.keys()].sort();
  const picked: number[] = [];
  for (let turn = 0; picked.length < Math.min(count, labels.length); turn++) {
    const fromGood = turn % 2 === 0 && good.length > 0;
    const open = defects.filter((label) => (queues.get(label)?.length ?? 0) > 0);
    const label = open[Math.floor(turn / 2) % Math.max(1, open.length)];
    const queue = fromGood || label === undefined ? good : (queues.get(label) ?? good);
    const next = queue.shift();
    if (next !== undefined) picked.push(next);
  }
  return picked.sort((a, b) => a - b);
}

/**
 * Draws patches of one scale, half of them defective where there are enough.
 * @param masks ground truth at map size of each image; null where it is not known (the image is
 *   left out)
 */
export function samplePatches(
  masks: readonly (Uint8Array | null)[],
  grid: Grid,
  size: number,
  count: number,
  random: Random,
): SampledPatch[] {
  const normal: SampledPatch[] = [];
  const defective: SampledPatch[] = [];
  masks.forEach((mask, image) => {
    if (mask === null) return;
    const covered = coverageOf(mask, size);
    for (let cell = 0; cell < grid.rows * grid.columns; cell++) {
      const x = grid.origin + (cell % grid.columns) * grid.stride;
      const y = grid.origin + Math.floor(cell / grid.columns) * grid.stride;
      const { theta } = grid;
      const middle = covered(x + theta / 4, y + theta / 4, theta / 2);
      if (middle > 0) defective.push({ image, x, y, cell, isDefective: true });
      else if (covered(x, y, theta) === 0) normal.push({ image, x, y, cell, isDefective: false });
    }
  });
  const few = Math.min(defective.length, Math.floor(count / 2));
  return [
    ...random.shuffle(normal).slice(0, count - few),
    ...random.shuffle(defective).slice(0, few),
  ].sort((a, b) => a.image - b.image || a.cell - b.cell);
}

/** Counts masked pixels in a square by a summed-area table; parts outside the image hold none. */
function coverageOf(
  mask: Uint8Array,
  size: number,
): (x: number, y: number, side: number) => number {
  const width = size + 1;
  const sums = new Uint32Array(width * width);
  for (let y = 0; y < size; y++) {
    let row = 0;
    for (let x = 0; x < size; x++) {
      row += mask[y * size + x] === 0 ? 0 : 1;
      sums[(y + 1) * width + x + 1] = sums[y * width + x + 1]! + row;
    }
  }
  const within = (value: number) => Math.min(size, Math.max(0, value));
  return (x, y, side) => {
    const [left, right] = [within(x), within(x + side)];
    const [top, bottom] = [within(y), within(y + side)];
    const at = (px: number, py: number) => sums[py * width + px]!;
    return at(right, bottom) - at(left, bottom) - at(right, top) + at(left, top);
  };
}
