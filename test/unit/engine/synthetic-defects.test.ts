/** Why this file exists: holds that synthetic defects are visible, masked exactly, and repeatable. */
import { describe, expect, it } from 'vitest';
import { DEFECT_KINDS, makeDefect } from '../../../src/main/engine/synthetic-defects.ts';
import { judge, makeTrial, type Trial } from '../../../src/main/engine/trial.ts';
import { createRandom } from '../../../src/shared/random.ts';

const SIZE = 64;

/** A grey texture, or with `colour` one whose channels differ. */
function texture(seed: number, colour = true): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const wave = 40 * Math.sin((pixel % SIZE) / 5 + seed) + 30 * Math.cos(pixel / SIZE / 4);
    return 120 + wave + (colour ? 20 * (i % 3) : 0) + (colour ? random.between(-5, 5) : 0);
  });
}

describe.each(DEFECT_KINDS)('the synthetic defect %s', (kind) => {
  it('changes what its mask says, enough of it, and stays within 0..255', () => {
    const good = texture(1);
    const before = good.slice();
    for (let seed = 0; seed < 20; seed++) {
      const defect = makeDefect(createRandom(seed), good, texture(2), SIZE, kind);
      expect(defect.kind).toBe(kind);
      let changed = 0;
      for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
        let difference = 0;
        for (let c = 0; c < 3; c++) {
          const value = defect.image[pixel * 3 + c]!;
          if (!(value >= 0 && value <= 255)) expect(value).toBe('a grey level');
          difference += Math.abs(value - good[pixel * 3 + c]!) / 3;
        }
        if (difference >= 2 !== (defect.mask[pixel] === 1)) expect(difference).toBe('as masked');
        changed += defect.mask[pixel]!;
      }
      expect(changed).toBeGreaterThanOrEqual(12);
      expect(changed).toBeLessThan((SIZE * SIZE) / 4);
    }
    expect(good).toEqual(before);
  });

  it('is the same for the same seed', () => {
    const make = () => makeDefect(createRandom(7), texture(1), texture(2), SIZE, kind);
    expect(make()).toEqual(make());
  });

  it.each([
    ['black', 0],
    ['grey', 127],
    ['white', 255],
  ])('shows as something else on a flat %s image, which hides most kinds', (_, level) => {
    const flat = new Float32Array(SIZE * SIZE * 3).fill(level);
    const { mask, image } = makeDefect(createRandom(3), flat, flat, SIZE, kind);
    expect(mask.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(12);
    expect(image).not.toEqual(flat);
  });
});

describe('makeDefect', () => {
  it('keeps a grey image grey', () => {
    const grey = texture(3, false);
    for (const kind of DEFECT_KINDS) {
      const { image } = makeDefect(createRandom(2), grey, grey, SIZE, kind);
      for (let at = 0; at < image.length; at += 3) {
        if (image[at] !== image[at + 1] || image[at] !== image[at + 2]) {
          expect([...image.subarray(at, at + 3)]).toBe('grey');
        }
      }
    }
  });
});

describe('a trial', () => {
  const images = { count: 5, load: async (index: number) => texture(index) };

  it('holds the good images and two defective copies of each, of all kinds in turn', async () => {
    const trial = await makeTrial(images, [4, 1, 2], SIZE, 0);
    expect(trial.good.map(({ image }) => image)).toEqual([4, 1, 2]);
    expect(trial.good[1]?.pixels).toEqual(texture(1));
    expect(trial.defective.map(({ image }) => image)).toEqual([4, 4, 1, 1, 2, 2]);
    expect(trial.defective.map(({ kind }) => kind)).toEqual(DEFECT_KINDS);
    expect(await makeTrial(images, [4, 1, 2], SIZE, 0)).toEqual(trial);
  });

  it('is judged perfect by maps that are the masks, and chance by maps that are all the same', async () => {
    const trial: Trial = await makeTrial(images, [0, 3], SIZE, 1);
    const none = () => new Float32Array(SIZE * SIZE);
    const masks = trial.defective.map(({ mask }) => Float32Array.from(mask));
    const perfect = judge(trial, trial.good.map(none), masks);
    expect(perfect).toEqual({ imageAuroc: 1, pixelAuroc: 1, value: 1 });
    const blind = judge(trial, trial.good.map(none), trial.defective.map(none));
    expect(blind).toEqual({ imageAuroc: 0.5, pixelAuroc: 0.5, value: 0.5 });
  });

  it('tells maps that point at the wrong place by their pixels', async () => {
    const trial = await makeTrial(images, [0, 3], SIZE, 1);
    const none = () => new Float32Array(SIZE * SIZE);
    const inverse = trial.defective.map(({ mask }) => Float32Array.from(mask, (m) => 1 - m));
    const { pixelAuroc, imageAuroc } = judge(trial, trial.good.map(none), inverse);
    expect(imageAuroc).toBe(1);
    expect(pixelAuroc).toBeLessThan(0.5);
  });
});
