/** Why this file exists: holds the parts that methods are made of to their definitions. */
import { beforeAll, describe, expect, it } from 'vitest';
import { preprocess } from '../../../src/main/engine/embedding.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { greedyKCentre } from '../../../src/main/methods/coreset.ts';
import type { Tensors } from '../../../src/main/methods/method.ts';
import { HierarchicalEncoder, rowsOf } from '../../../src/main/methods/patch-svdd-network.ts';
import { trainEncoder } from '../../../src/main/methods/patch-svdd-training.ts';
import { CELL, cellsOf } from '../../../src/main/methods/patch-svdd-batch.ts';
import {
  getMemory,
  MemoryIndex,
  putMemory,
  rangeOf,
} from '../../../src/main/methods/patch-memory.ts';
import { reweighted } from '../../../src/main/methods/patchcore.ts';
import { randomProjection } from '../../../src/main/methods/projection.ts';
import { deviations, nearestImages } from '../../../src/main/methods/spade.ts';
import {
  aligned,
  BLOCKS,
  CHANNELS,
  sideOf,
  Trunk,
  trunkTensors,
} from '../../../src/main/methods/trunk.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { createRandom } from '../../../src/shared/random.ts';
import {
  imagesOf,
  madeUpBackbone,
  madeUpImage,
  normals,
  quietControl,
  relativeDifference,
} from '../engine/support.ts';

beforeAll(async () => {
  await loadTensorFlow();
});

/** Runs something that must leave no tensor behind. */
async function flat<T>(run: () => T | Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  const result = await run();
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

describe('Trunk', () => {
  const SIZE = 64;
  const backbone = madeUpBackbone(1);
  const image = madeUpImage(1, SIZE);

  it('gives blocks 2, 3 and 4 at strides 4, 8 and 16, and leaves no tensor', async () => {
    await flat(() => {
      const trunk = new Trunk(trunkTensors(backbone.layers), backbone.input);
      const features = trunk.features(image, SIZE);
      for (const block of BLOCKS) {
        const side = sideOf(block, SIZE);
        expect(features[block].shape).toEqual([side, side, CHANNELS[block]]);
      }
      tf.dispose(Object.values(features));
      trunk.dispose();
    });
  });

  it('is VGG16 with zeros around the image, each place brought to a root mean square of 1', () => {
    const trunk = new Trunk(trunkTensors(backbone.layers), backbone.input);
    const features = trunk.features(image, SIZE);
    const expected = tf.tidy(() => {
      let x: tf.Tensor4D = preprocess(tf.tensor4d(image, [1, SIZE, SIZE, 3]), backbone.input);
      for (const { name, kernel, shape, bias } of backbone.layers.slice(0, 4)) {
        const padded = tf.pad4d(x, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]);
        const summed = tf.add(tf.conv2d(padded, tf.tensor4d(kernel, shape), 1, 'valid'), bias);
        x = tf.relu(summed) as tf.Tensor4D;
        if (name.endsWith('_2')) x = tf.maxPool(x, 2, 2, 'valid');
      }
      const size = tf.sqrt(tf.mean(tf.square(x), 3, true));
      return tf.div(x, size).dataSync();
    });
    expect(relativeDifference(features[2].dataSync(), expected)).toBeLessThan(1e-5);
    tf.dispose(Object.values(features));
    trunk.dispose();
  });
});

describe('aligned', () => {
  it('puts blocks of other grids where they belong: averaged, as they are, interpolated', () => {
    const values = tf.tidy(() => {
      const fine = tf.tensor3d([0, 2, 4, 6, 0, 2, 4, 6, 8, 8, 8, 8, 0, 0, 0, 0], [4, 4, 1]);
      const own = tf.tensor3d([1, 2, 3, 4], [2, 2, 1]);
      const coarse = tf.tensor3d([7], [1, 1, 1]);
      return [...aligned([fine, own, coarse], 2).dataSync()];
    });
    expect(values).toEqual([1, 1, 7, 5, 2, 7, 4, 3, 7, 4, 4, 7]);
  });
});

describe('greedyKCentre', () => {
  const dim = 5;
  const points = normals(3, 60 * dim);
  const squared = (a: number, b: number) => {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (points[a * dim + d]! - points[b * dim + d]!) ** 2;
    return sum;
  };

  it('always adds the point farthest from those it has', async () => {
    const picked = await flat(() => greedyKCentre(points, dim, 12, 7, quietControl()));
    expect(picked[0]).toBe(7);
    expect(new Set(picked).size).toBe(12);
    for (let n = 1; n < picked.length; n++) {
      const toCentres = (point: number) =>
        Math.min(...picked.slice(0, n).map((centre) => squared(point, centre)));
      const farthest = Math.max(...Array.from({ length: 60 }, (_, point) => toCentres(point)));
      expect(toCentres(picked[n]!)).toBeCloseTo(farthest, 4);
    }
  });

  it('stops where every point lies on a centre', async () => {
    const twice = Float32Array.of(0, 0, 1, 1, 0, 0, 1, 1);
    expect((await greedyKCentre(twice, 2, 4, 0, quietControl())).sort()).toEqual([0, 1]);
  });

  it('stops when it is told to, and leaves no tensor', async () => {
    const control = quietControl({ signal: AbortSignal.abort() });
    await flat(() =>
      expect(greedyKCentre(points, dim, 12, 7, control)).rejects.toMatchObject({
        code: 'cancelled',
      }),
    );
  });
});

describe('randomProjection', () => {
  it('keeps distances to within a few times 1 / sqrt(outputs)', () => {
    const matrix = randomProjection(createRandom(0), 400, 128);
    const x = normals(5, 400);
    const projected = tf.tidy(() =>
      tf.matMul(tf.tensor2d(x, [1, 400]), tf.tensor2d(matrix, [400, 128])).dataSync(),
    );
    const ratio = Math.hypot(...projected) / Math.hypot(...x);
    expect(Math.abs(ratio - 1)).toBeLessThan(3 / Math.sqrt(128));
  });
});

describe('a memory', () => {
  const memory = {
    dim: 2,
    vectors: Float32Array.of(0, 0, 1, 0, 5, 5, 6, 5),
    imageIndex: Uint32Array.of(0, 0, 2, 2),
  };

  it('is searched whole, or without one image', async () => {
    await flat(() => {
      const index = new MemoryIndex(memory);
      const query = tf.tensor2d([[0.1, 0]]);
      expect([...index.nearest(query).indices]).toEqual([0]);
      expect([...index.nearest(query, 0).indices]).toEqual([2]);
      expect([...index.nearest(query, 1).indices]).toEqual([0]);
      query.dispose();
      index.dispose();
    });
    expect(rangeOf(memory, 2)).toEqual([2, 4]);
    expect(rangeOf(memory, 1)).toEqual([2, 2]);
  });

  it('comes back from named tensors, or is refused', () => {
    const tensors: Tensors = new Map();
    putMemory(tensors, 'm', memory);
    expect(getMemory(tensors, 'm')).toEqual(memory);
    tensors.delete('m/image');
    expect(() => getMemory(tensors, 'm')).toThrow(/"m" is missing/);
  });
});

describe("PatchCore's weight (Eq. 7)", () => {
  it('follows the definition', () => {
    const memory = {
      dim: 1,
      vectors: Float32Array.of(0, 1, 2, 50),
      imageIndex: new Uint32Array(4),
    };
    // q = 3, m* = 2, its two nearest are itself and 1, at 1 and 2 from q.
    const expected = (1 - Math.E / (Math.E + Math.E ** 2)) * 1;
    expect(reweighted(Float32Array.of(3), 1, 2, memory, 2)).toBeCloseTo(expected, 6);
  });

  it('does not overflow on large distances', () => {
    const memory = { dim: 1, vectors: Float32Array.of(0, 10), imageIndex: new Uint32Array(2) };
    expect(reweighted(Float32Array.of(5000), 4990, 1, memory, 2)).toBeCloseTo(4990, 0);
  });
});

describe("SPADE's image stage (Eq. 2)", () => {
  it('finds the nearest images, the nearest first, without the one left out', () => {
    const wholes = Float32Array.of(0, 0, 3, 4, 1, 0);
    const query = Float32Array.of(0, 0);
    const equal = Float32Array.of(1, 1);
    expect(nearestImages(query, wholes, equal, 2)).toEqual([
      { image: 0, squared: 0 },
      { image: 2, squared: 1 },
    ]);
    expect(nearestImages(query, wholes, equal, 2, 0).map(({ image }) => image)).toEqual([2, 1]);
    const wide = Float32Array.of(0.1, 10);
    expect(nearestImages(query, wholes, wide, 3)[1]!.squared).toBeCloseTo(100, 4);
  });

  it('divides channels by their spread, those without any by a tenth of the usual', () => {
    const found = deviations(Float32Array.of(0, 7, 4, 7, 0, 7, 4, 7), 4);
    const usual = (4 + 0) / 2;
    expect(found[0]).toBeCloseTo(Math.sqrt(4 + 0.01 * usual), 6);
    expect(found[1]).toBeCloseTo(Math.sqrt(0.01 * usual), 6);
  });
});

describe("Patch SVDD's encoder", () => {
  const SIZE = 80;
  const image = madeUpImage(4, SIZE).map((value) => value / 255 - 0.5);
  const cut = (x: number, y: number, side: number) =>
    tf.slice(tf.tensor4d(image, [1, SIZE, SIZE, 3]), [0, y, x, 0], [1, side, side, 3]);

  it('gives in one pass the codes of all patches, as each alone would have them', async () => {
    await flat(() => {
      const encoder = HierarchicalEncoder.create(createRandom(2));
      tf.tidy(() => {
        const whole = encoder.small(cut(0, 0, SIZE));
        const width = cellsOf(SIZE);
        expect(whole.shape).toEqual([1, width, width, 64]);
        const [column, row] = [5, 3];
        const place = Int32Array.of(row * width + column);
        const [x, y] = [column * CELL, row * CELL];
        const code32 = tf.gather(rowsOf(whole), tf.tensor1d(place, 'int32'));
        const alone32 = rowsOf(encoder.small(cut(x, y, 32)));
        expect(alone32.shape).toEqual([1, 64]);
        expect(relativeDifference(code32.dataSync(), alone32.dataSync())).toBeLessThan(1e-5);
        const alone64 = encoder.large(encoder.small(cut(x, y, 64)), Int32Array.of(0));
        const code64 = encoder.large(whole, place).dataSync();
        expect(relativeDifference(code64, alone64.dataSync())).toBeLessThan(1e-5);
      });
      encoder.dispose();
    });
  });

  it('comes back from named tensors', async () => {
    await flat(() => {
      const one = HierarchicalEncoder.create(createRandom(2));
      const two = HierarchicalEncoder.open(one.tensors());
      tf.tidy(() => {
        const crop = cut(0, 0, 64);
        expect(two.small(crop).dataSync()).toEqual(one.small(crop).dataSync());
      });
      one.dispose();
      two.dispose();
    });
  });
});

describe("Patch SVDD's training", () => {
  const SIZE = 128;
  /** Every place of it looks different, so that directions can be learnt. */
  const image = Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [pixel % SIZE, Math.floor(pixel / SIZE), 128][i % 3]! * 1.9;
  });
  const material = {
    images: imagesOf([image, image]),
    mean: new Float32Array(SIZE * SIZE * 3).fill(120),
    size: SIZE,
  };
  const plan = {
    steps: 25,
    rate: 1e-3,
    lambda: 1e-3,
    noise: 0.02,
    batch: { places: 1, cropSize: 116, draws: 64 },
  };

  it('learns the directions, and leaves no tensor', async () => {
    const curves = await flat(async () => {
      const encoder = HierarchicalEncoder.create(createRandom(0));
      const random = createRandom(1);
      const found = await trainEncoder(encoder, material, plan, random, quietControl());
      encoder.dispose();
      return found;
    });
    const [first, last] = [curves[0]!, curves.at(-1)!];
    expect(curves.map(({ step }) => step)).toEqual([1, 21, 25]);
    for (const patch of ['64', '32']) {
      expect(last[`ssl${patch}`]).toBeLessThan(first[`ssl${patch}`]!);
    }
    expect(last['accuracy64']).toBeGreaterThan(2 / 8);
  });

  it('stops when it is told to, and leaves no tensor', async () => {
    await flat(async () => {
      const stop = new AbortController();
      const control = quietControl({ signal: stop.signal, onProgress: () => stop.abort() });
      const encoder = HierarchicalEncoder.create(createRandom(0));
      await expect(
        trainEncoder(encoder, material, plan, createRandom(1), control),
      ).rejects.toMatchObject({ code: 'cancelled' });
      encoder.dispose();
    });
  });
});
