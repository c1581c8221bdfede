/** Why this file exists: holds which patches an embedding view shows, and what its figures mean. */
import { describe, expect, it } from 'vitest';
import type { Grid } from '../../../src/main/engine/dense.ts';
import { drawView, positionColour } from '../../../src/main/study/embedding/draw-view.ts';
import { project, separationOf } from '../../../src/main/study/embedding/project.ts';
import { pickImages, samplePatches } from '../../../src/main/study/embedding/sample-patches.ts';
import { EmbeddingViewSchema, type EmbeddingView } from '../../../src/shared/embedding-view.ts';
import { createRandom } from '../../../src/shared/random.ts';

const SIZE = 64;
const GRID: Grid = { theta: 16, rows: 13, columns: 13, stride: 4, origin: 0 };

/** A mask with one square of side 20 at (20, 20). */
function square(): Uint8Array {
  return Uint8Array.from({ length: SIZE * SIZE }, (_, pixel) => {
    const [x, y] = [pixel % SIZE, Math.floor(pixel / SIZE)];
    return x >= 20 && x < 40 && y >= 20 && y < 40 ? 1 : 0;
  });
}

describe('pickImages', () => {
  it('takes good images and every defect type in turn', () => {
    const labels = [...Array<string>(50).fill('good'), ...Array<string>(50).fill('a'), 'b', 'c'];
    const picked = pickImages(labels, 12, createRandom(0)).map((index) => labels[index]);
    expect(picked.filter((label) => label === 'good')).toHaveLength(6);
    expect(picked).toContain('b');
    expect(picked).toContain('c');
  });

  it('takes all where there are few, without one kind as well', () => {
    expect(pickImages(['good', 'good'], 9, createRandom(0))).toEqual([0, 1]);
    expect(pickImages(['a', 'b'], 9, createRandom(0))).toEqual([0, 1]);
  });
});

describe('samplePatches', () => {
  const sample = (count: number) =>
    samplePatches(
      [new Uint8Array(SIZE * SIZE), square(), null],
      GRID,
      SIZE,
      count,
      createRandom(1),
    );

  it('calls a patch defective where its middle meets the truth, normal where nothing of it does', () => {
    const mask = square();
    for (const { image, x, y, isDefective } of sample(10_000)) {
      const touched = (from: number, side: number) => {
        for (let row = y + from; row < y + from + side; row++) {
          for (let column = x + from; column < x + from + side; column++) {
            if (image === 1 && mask[row * SIZE + column] !== 0) return true;
          }
        }
        return false;
      };
      expect(isDefective ? touched(4, 8) : !touched(0, 16)).toBe(true);
    }
  });

  it('takes half defective ones where there are enough, and no image without a known mask', () => {
    const patches = sample(40);
    expect(patches).toHaveLength(40);
    expect(patches.filter(({ isDefective }) => isDefective)).toHaveLength(20);
    expect(patches.some(({ image }) => image === 2)).toBe(false);
  });

  it('is the same for the same seed', () => {
    expect(sample(40)).toEqual(sample(40));
  });
});

const patch = (image: number, isDefective: boolean) => ({
  image,
  x: 0,
  y: 0,
  cell: 0,
  isDefective,
});

describe('separationOf', () => {
  it('measures the distance to normal patches of other images only', () => {
    const patches = [patch(0, false), patch(0, true), patch(1, false), patch(1, true)];
    const vectors = [
      [0, 0],
      [5, 0],
      [0.1, 0],
      [4, 0],
    ].map((values) => Float32Array.from(values));
    expect(separationOf(vectors, patches)).toBe(1);
    expect(
      separationOf(
        vectors,
        patches.map((p) => ({ ...p, isDefective: false })),
      ),
    ).toBeNull();
  });
});

describe('project', () => {
  it('gives the same points for the same seed and keeps groups together', async () => {
    const random = createRandom(3);
    const patches = Array.from({ length: 60 }, (_, n) => patch(n % 6, n >= 30));
    const vectors = patches.map(({ isDefective }) =>
      Float32Array.from({ length: 8 }, () => random.normal() + (isDefective ? 20 : 0)),
    );
    const run = () => project(vectors, patches, createRandom(7), async () => {});
    const [first, second] = [await run(), await run()];
    expect(first).toEqual(second);
    expect(first.separation).toBe(1);
    const centre = (from: number) => {
      const own = first.points.slice(from, from + 30);
      return [0, 1].map((axis) => own.reduce((sum, p) => sum + (p[axis] ?? 0), 0) / own.length);
    };
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [centre(0), centre(30)] as [number[], number[]];
    expect(Math.hypot(ax - bx, ay - by)).toBeGreaterThan(2);
  });
});

describe('drawView', () => {
  const scale = (theta: 64 | 32 | 16, after: boolean): EmbeddingView['scales'][number] => ({
    theta,
    patches: [
      { image: 0, x: 0, y: 0, isDefective: false },
      { image: 0, x: 9, y: 9, isDefective: true },
    ],
    before: {
      points: [
        [0, 0],
        [1, 1],
      ],
      separation: 0.75,
    },
    after: after
      ? {
          points: [
            [0, 1],
            [1, 0],
          ],
          separation: null,
        }
      : null,
  });
  const view = (...scales: EmbeddingView['scales']): EmbeddingView => ({
    schemaVersion: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    model: { id: 'x', name: 'a & b', recipe: 'quick' },
    dataset: 'tile',
    inputSize: 64,
    method: 'umap',
    seed: 0,
    neighbours: 15,
    images: [{ path: 'test/good/0.png', label: 'good' }],
    scales,
  });

  it('has a row before and one after training, and says where an encoder stayed as it was', () => {
    const drawn = drawView(view(scale(64, false), scale(16, true)));
    expect(EmbeddingViewSchema.parse(view(scale(64, false)))).toBeTruthy();
    expect(drawn).toContain('after training');
    expect(drawn).toContain('as the backbone is');
    expect(drawn).toContain('separation 75.0 %');
    expect(drawn).toContain('separation undefined');
    expect(drawn).toContain('a &amp; b');
  });

  it('has one row where nothing was trained', () => {
    const drawn = drawView(view(scale(64, false)));
    expect(drawn).not.toContain('after training');
    expect(drawn).toContain('Recipe frozen');
  });

  it('gives every corner of the image its own colour', () => {
    const corners = [
      positionColour(0, 0),
      positionColour(1, 0),
      positionColour(0, 1),
      positionColour(1, 1),
    ];
    expect(new Set(corners).size).toBe(4);
  });
});
