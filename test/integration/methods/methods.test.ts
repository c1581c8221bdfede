/** Why this file exists: holds what every method beside the paper's owes the frame it works in. */
import { beforeAll, describe, expect, it } from 'vitest';
import { tf } from '../../../src/main/engine/tf.ts';
import type { FitOptions, Fitted } from '../../../src/main/methods/method.ts';
import { methodOf } from '../../../src/main/methods/methods.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { RIVALS, type RivalName } from '../../../src/shared/manifest.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { imagesOf, madeUpBackbone, quietControl } from '../engine/support.ts';

const SIZE = 128;

/** A bright disc on a dark ground, with some noise: the good part. */
function goodPart(seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % SIZE, Math.floor(pixel / SIZE)];
    const ring = Math.hypot(x - 64, y - 64) < 48 ? 150 + 30 * Math.sin(x / 4) : 40;
    return ring + random.between(-6, 6);
  });
}

/** The same with a dark bar across the disc, around (84, 52). */
function badPart(seed: number): Float32Array {
  const image = goodPart(seed);
  for (let y = 48; y < 57; y++) {
    for (let x = 72; x < 97; x++) image.fill(10, (y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3);
  }
  return image;
}

const GOOD = Array.from({ length: 8 }, (_, index) => goodPart(index));

const optionsOf = (name: RivalName, changes: Partial<FitOptions> = {}): FitOptions => ({
  images: imagesOf(GOOD),
  size: SIZE,
  seed: 0,
  backbone: methodOf(name).usesBackbone ? madeUpBackbone(0) : null,
  bankMb: 8,
  schedule: 'frozen',
  ...changes,
});

const openFitted = (name: RivalName, { tensors, parameters }: Fitted) =>
  methodOf(name).open({
    tensors,
    parameters,
    size: SIZE,
    input: methodOf(name).usesBackbone ? madeUpBackbone(0).input : null,
  });

const peakOf = (map: Float32Array) => {
  const at = map.reduce((best, value, pixel) => (value > map[best]! ? pixel : best), 0);
  return { x: at % SIZE, y: Math.floor(at / SIZE) };
};

beforeAll(async () => {
  await loadTensorFlow();
});

describe.each(RIVALS)('%s', (name) => {
  let fitted: Fitted;
  const steps = new Set<string>();

  beforeAll(async () => {
    const onProgress = ({ step }: Progress) => steps.add(step);
    const before = tf.memory().numTensors;
    fitted = await methodOf(name).fit(optionsOf(name), quietControl({ onProgress }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('shows what it is doing', () => {
    expect(steps.size).toBeGreaterThan(0);
  });

  it('scores a defect above every good part it has not seen, and points at it', () => {
    const opened = openFitted(name, fitted);
    const good = [100, 101, 102].map((seed) => opened.detect(goodPart(seed)));
    const bad = opened.detect(badPart(103));
    opened.dispose();
    expect(bad.map).toHaveLength(SIZE * SIZE);
    expect(bad.score).toBeGreaterThan(Math.max(...good.map(({ score }) => score)));
    const { x, y } = peakOf(bad.map);
    expect(Math.hypot(x - 84, y - 52)).toBeLessThan(24);
  });

  it('judges a training image apart from itself as it judges one it has not seen', () => {
    const opened = openFitted(name, fitted);
    const known = opened.detect(GOOD[3]!).score;
    const apart = opened.detectApart(GOOD[3]!, 3).score;
    const unseen = opened.detect(goodPart(100)).score;
    opened.dispose();
    expect(apart).toBeGreaterThan(known);
    expect(apart / unseen).toBeGreaterThan(0.5);
    expect(apart / unseen).toBeLessThan(2);
  });

  it('gives its tensors back', () => {
    const before = tf.memory().numTensors;
    const opened = openFitted(name, fitted);
    const open = tf.memory().numTensors;
    for (let n = 0; n < 3; n++) opened.detect(GOOD[0]!);
    opened.detectApart(GOOD[0]!, 0);
    expect(tf.memory().numTensors).toBe(open);
    opened.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same for the same seed, and another for another', async () => {
    const again = await methodOf(name).fit(optionsOf(name), quietControl());
    const other = await methodOf(name).fit(optionsOf(name, { seed: 1 }), quietControl());
    const scoreOf = (each: Fitted) => {
      const opened = openFitted(name, each);
      const { score } = opened.detect(badPart(103));
      opened.dispose();
      return score;
    };
    expect(again.parameters).toEqual(fitted.parameters);
    expect(scoreOf(again)).toBe(scoreOf(fitted));
    expect([...again.tensors.keys()]).toEqual([...fitted.tensors.keys()]);
    const own = (each: Fitted) => [...each.tensors].filter(([key]) => !key.startsWith('trunk/'));
    expect(own(other)).not.toEqual(own(fitted));
  });

  it('keeps within its budget', async () => {
    const small = await methodOf(name).fit(optionsOf(name, { bankMb: 2 }), quietControl());
    let bytes = 0;
    for (const [key, { data }] of small.tensors) {
      if (/vectors$|^mean$|^factor$/.test(key)) bytes += data.byteLength;
    }
    // The mean image of Patch SVDD, or PaDiM's means, do not grow with the budget.
    expect(bytes).toBeLessThanOrEqual(2e6 + SIZE * SIZE * 3 * 4);
  });

  it('stops when it is told to, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    let looks = 0;
    const onProgress = () => {
      looks += 1;
      if (looks === 4) stop.abort();
    };
    const control = quietControl({ signal: stop.signal, onProgress });
    await expect(methodOf(name).fit(optionsOf(name), control)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses parameters and tensors that are not its own', () => {
    const method = methodOf(name);
    const input = method.usesBackbone ? madeUpBackbone(0).input : null;
    const { tensors, parameters } = fitted;
    const before = tf.memory().numTensors;
    expect(() => method.open({ tensors, parameters: {}, size: SIZE, input })).toThrow();
    expect(() => method.open({ tensors: new Map(), parameters, size: SIZE, input })).toThrow();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('PaDiM', () => {
  it('says what budget it needs where that is too small', async () => {
    await expect(
      methodOf('padim').fit(optionsOf('padim', { bankMb: 0.01 }), quietControl()),
    ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('MB') as string });
  });
});
