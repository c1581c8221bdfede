/** Why this file exists: holds a model at work: maps, scores, and the good patch behind each place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inputConvention } from '../../../src/main/backbone/backbone.ts';
import { bankCount, type NormalBank } from '../../../src/main/engine/bank.ts';
import { buildBanks } from '../../../src/main/engine/build-banks.ts';
import { calibrate, goodStatistics } from '../../../src/main/engine/calibrate.ts';
import type { EmbeddingSetup } from '../../../src/main/engine/dense.ts';
import { Detector } from '../../../src/main/engine/detector.ts';
import { imageScore, scaleMap, sumMaps } from '../../../src/main/engine/maps.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { perScale, THETAS, type PerScale } from '../../../src/shared/scales.ts';
import { imagesOf, madeUpBackbone, madeUpImage, quietControl, sharedEncoders } from './support.ts';

const SIZE = 128;
const SETUP: EmbeddingSetup = {
  input: inputConvention('torchvision'),
  normalisation: { kind: 'unit' },
  strides: { 64: 8, 32: 4, 16: 4 },
};
const EQUAL = { 64: 1, 32: 1, 16: 1 };
const ALL = { 64: 1e6, 32: 1e6, 16: 1e6 };
const GOOD = [1, 2, 3].map((seed) => madeUpImage(seed, SIZE));

/** Banks of the good images; all patches, or as many as said. */
async function banksOf(counts: PerScale<number> = ALL): Promise<PerScale<NormalBank>> {
  const encoders = sharedEncoders(madeUpBackbone(1));
  const images = imagesOf(GOOD);
  const options = { encoders, images, size: SIZE, setup: SETUP, counts, seed: 0 };
  const banks = await buildBanks(options, quietControl());
  encoders[64].dispose();
  return banks;
}

function detectorOf(banks: PerScale<NormalBank>, weights: PerScale<number> = EQUAL): Detector {
  const encoders = sharedEncoders(madeUpBackbone(1));
  return new Detector({ encoders, banks, setup: SETUP, size: SIZE, weights });
}

/** The image with a square of noise in it. */
function damaged(image: Float32Array, left: number, top: number, side: number): Float32Array {
  const copy = image.slice();
  const noise = madeUpImage(99, SIZE);
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      for (let c = 0; c < 3; c++) {
        const at = (y * SIZE + x) * 3 + c;
        copy[at] = 255 - noise[(x * SIZE + y) * 3 + c]!;
      }
    }
  }
  return copy;
}

let full: Detector;

beforeAll(async () => {
  await loadTensorFlow();
  full = detectorOf(await banksOf());
});

afterAll(() => full.dispose());

describe('buildBanks', () => {
  it('takes the patches of every image, at every scale', () => {
    expect(THETAS.map((theta) => bankCount(full.banks[theta]))).toEqual([243, 1875, 2523]);
    for (const theta of THETAS)
      expect(new Set(full.banks[theta].imageIndex)).toEqual(new Set([0, 1, 2]));
  });

  it('keeps to the counts asked for, the same under the same seed', async () => {
    const counts = { 64: 50, 32: 300, 16: 400 };
    const [once, again] = [await banksOf(counts), await banksOf(counts)];
    expect(THETAS.map((theta) => bankCount(once[theta]))).toEqual([50, 300, 400]);
    expect(again).toEqual(once);
  });

  it('stops where the user says so', async () => {
    const encoders = sharedEncoders(madeUpBackbone(1));
    const stop = new AbortController();
    const control = quietControl({ signal: stop.signal, onProgress: () => stop.abort() });
    const options = { encoders, images: imagesOf(GOOD), size: SIZE, setup: SETUP, seed: 0 };
    await expect(buildBanks({ ...options, counts: ALL }, control)).rejects.toMatchObject({
      code: 'cancelled',
    });
    encoders[64].dispose();
  });
});

describe('Detector', () => {
  it('finds nothing on an image whose patches are all in the bank', () => {
    const { score, map, nearest } = full.detect(GOOD[1]!);
    expect(score).toBeLessThan(1e-5);
    expect(Math.max(...map)).toBeLessThan(1e-5);
    for (const theta of THETAS) {
      for (const index of nearest[theta]) expect(full.banks[theta].imageIndex[index]).toBe(1);
    }
  });

  it('peaks where the image was damaged, and only there', () => {
    const { map, score } = full.detect(damaged(GOOD[0]!, 72, 24, 24));
    const peak = map.indexOf(Math.max(...map));
    expect(Math.abs((peak % SIZE) - 84)).toBeLessThan(16);
    expect(Math.abs(Math.floor(peak / SIZE) - 36)).toBeLessThan(16);
    expect(map[120 * SIZE + 8]).toBeLessThan(1e-5);
    expect(score).toBeGreaterThan(0.05);
  });

  it('is Eq. 7, 8 and 9 of its own distances, scale by scale', () => {
    const found = full.detect(damaged(GOOD[2]!, 20, 60, 30));
    for (const theta of THETAS) {
      const map = scaleMap(found.distances[theta], full.grids[theta], SIZE);
      expect(found.scaleMaps[theta]).toEqual(map);
      expect(found.scaleScores[theta]).toBe(imageScore(map, SIZE));
    }
    expect(found.map).toEqual(sumMaps(found.scaleMaps, EQUAL));
    expect(found.score).toBe(imageScore(found.map, SIZE));
  });

  it('weights the scales as it is told, in the map and the score', () => {
    const image = damaged(GOOD[0]!, 40, 40, 20);
    const weights = { 64: 0, 32: 2, 16: 0.5 };
    const weighted = detectorOf(full.banks, weights);
    const found = weighted.detect(image);
    expect(found.map).toEqual(sumMaps(full.detect(image).scaleMaps, weights));
    expect(found.score).toBe(imageScore(found.map, SIZE));
    weighted.dispose();
  });

  it('shows for a pixel the patches around it and the good patches nearest to them', () => {
    const found = full.detect(GOOD[2]!);
    for (const [x, y] of [
      [70, 50],
      [0, 0],
      [127, 127],
    ] as const) {
      const rows = full.nearestGood(found, x, y);
      expect(rows.map(({ theta }) => theta)).toEqual([64, 32, 16]);
      for (const { theta, patch, good, distance } of rows) {
        // On one of its own images the nearest good patch of a patch is the patch itself.
        expect(good).toEqual({ image: 2, ...patch });
        expect(distance).toBeLessThan(1e-5);
        const { rows: count, stride, origin } = full.grids[theta];
        const last = origin + (count - 1) * stride;
        for (const [pixel, start] of [
          [x, patch.x],
          [y, patch.y],
        ] as const) {
          const ideal = Math.min(last, Math.max(origin, pixel - theta / 2));
          expect(Math.abs(start - ideal)).toBeLessThanOrEqual(stride / 2);
        }
      }
    }
  });

  it('refuses an image of another size', () => {
    expect(() => full.detect(new Float32Array(64 * 64 * 3))).toThrow(/takes 128 x 128 RGB/);
  });

  it('holds no more tensors after many images than after one', () => {
    full.detect(GOOD[0]!);
    const before = tf.memory().numTensors;
    for (let n = 0; n < 5; n++) {
      full.detect(GOOD[n % 3]!);
      full.compareGood(GOOD[n % 3]!, n % 3);
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('frees everything it took over', () => {
    const before = tf.memory().numTensors;
    detectorOf(full.banks).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('comparing a training image', () => {
  it('leaves its own patches out, and knows its distances to the whole bank', () => {
    const { apart, whole } = full.compareGood(GOOD[1]!, 1);
    for (const theta of THETAS) {
      for (const index of apart.nearest[theta]) {
        expect(full.banks[theta].imageIndex[index]).not.toBe(1);
      }
      expect(Math.max(...whole[theta])).toBeLessThan(1e-5);
      expect(Math.min(...apart.distances[theta])).toBeGreaterThan(1e-3);
    }
  });

  it('is as against the bank of the other images alone', () => {
    const others = perScale((theta): NormalBank => {
      const bank = full.banks[theta];
      const keep = [...bank.imageIndex.keys()].filter((i) => bank.imageIndex[i] !== 0);
      const pick = <T extends Int32Array | Uint32Array | Float32Array>(list: T) =>
        list.filter((_, i) => bank.imageIndex[i] !== 0) as T;
      return {
        ...bank,
        vectors: Float32Array.from(
          keep.flatMap((i) => [...bank.vectors.subarray(i * bank.dim, (i + 1) * bank.dim)]),
        ),
        imageIndex: pick(bank.imageIndex),
        x: pick(bank.x),
        y: pick(bank.y),
        localScale: pick(bank.localScale),
      };
    });
    const without = detectorOf(others);
    const expected = without.compare(GOOD[0]!);
    const { apart } = full.compareGood(GOOD[0]!, 0);
    for (const theta of THETAS) expect(apart.distances[theta]).toEqual(expected.distances[theta]);
    without.dispose();
  });

  it('knows the range of each image in the bank', () => {
    const { imageIndex } = full.banks[32];
    for (const image of [0, 1, 2, 3]) {
      const [from, to] = full.ownRange(32, image);
      expect(to - from).toBe(image === 3 ? 0 : 625);
      for (let i = from; i < to; i++) expect(imageIndex[i]).toBe(image);
    }
  });
});

describe('calibrate', () => {
  const small = { 64: 60, 32: 300, 16: 300 };

  it('measures the covering radius, and leaves distances plain where no local scale is wanted', async () => {
    const detector = detectorOf(await banksOf(small));
    const look = [0, 1, 2];
    const options = { detector, images: imagesOf(GOOD), look, localScale: false };
    const compared = await calibrate(options, quietControl());
    expect(compared.map(({ image }) => image)).toEqual(look);
    for (const theta of THETAS) {
      let worst = 0;
      for (const image of GOOD)
        worst = Math.max(worst, ...detector.compare(image).distances[theta]);
      expect(detector.banks[theta].coveringRadius).toBeCloseTo(worst, 6);
      expect(new Set(detector.banks[theta].localScale)).toEqual(new Set([1]));
    }
    detector.dispose();
  });

  it('gives local scales that make good patches lie about one average distance away', async () => {
    const detector = detectorOf(await banksOf(small));
    const options = { detector, images: imagesOf(GOOD), look: [0, 1, 2], localScale: true };
    const compared = await calibrate(options, quietControl());
    for (const theta of THETAS) {
      const spread = (values: number[]) => {
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) / mean;
      };
      const plain = compared.flatMap(({ comparison }) => [...comparison.distances[theta]]);
      const scaled = compared.flatMap(({ comparison }) => [
        ...detector.assemble(comparison).distances[theta],
      ]);
      expect(spread(scaled)).toBeLessThan(spread(plain));
    }
    detector.dispose();
  });

  it('says how good parts score, from the maps they have', async () => {
    const detector = detectorOf(await banksOf(small));
    const options = { detector, images: imagesOf(GOOD), look: [0, 2], localScale: true };
    const compared = await calibrate(options, quietControl());
    const { goodMap, goodScores } = goodStatistics(detector, compared, true);
    expect(goodScores).toEqual(compared.map((c) => detector.assemble(c.comparison).score));
    expect(goodMap.heldOut).toBe(true);
    expect(goodMap.median).toBeGreaterThan(0);
    expect(goodMap.p995).toBeGreaterThan(goodMap.median);
    expect(goodMap.max).toBeGreaterThanOrEqual(goodMap.p995);
    detector.dispose();
  });
});
