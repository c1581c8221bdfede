import { describe, expect, it } from 'vitest';
import { judge, makeTrial } from '../../../src/main/engine/trial.ts';
import { createRandom } from '../../../src/shared/random.ts';

const SIZE = 48;
const images = {
  count: 5,
  load: async (index: number) => {
    const random = createRandom(index);
    return Float32Array.from({ length: SIZE * SIZE * 3 }, () => random.between(60, 180));
  },
};

describe('makeTrial', () => {
  it('makes two defects of each held-out good image and uses no other image', async () => {
    const trial = await makeTrial(images, [1, 3], SIZE, 0);
    expect(trial.good.map(({ image }) => image)).toEqual([1, 3]);
    expect(trial.defective.map(({ image }) => image)).toEqual([1, 1, 3, 3]);
    expect(new Set(trial.defective.map(({ kind }) => kind)).size).toBe(4);
  });

  it('is the same for the same seed', async () => {
    const first = await makeTrial(images, [0, 2], SIZE, 9);
    const second = await makeTrial(images, [0, 2], SIZE, 9);
    expect(second.defective).toEqual(first.defective);
  });
});

describe('judge', () => {
  it('is 1 for maps that show the defects, a half for maps that show nothing', async () => {
    const trial = await makeTrial(images, [0, 1, 2], SIZE, 1);
    const flat = trial.good.map(() => new Float32Array(SIZE * SIZE));
    const perfect = trial.defective.map(({ mask }) => Float32Array.from(mask));
    expect(judge(trial, flat, perfect).value).toBe(1);
    const blind = trial.defective.map(() => new Float32Array(SIZE * SIZE));
    expect(judge(trial, flat, blind).value).toBe(0.5);
  });
});
