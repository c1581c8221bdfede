/** Why this file exists: seeded results must stay the same for ever and be fairly spread. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, restoreRandom } from '../../../src/shared/random.ts';

const draw = (seed: number, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uniform());
};

describe('createRandom', () => {
  it('gives the same stream for the same seed and another for another seed', () => {
    expect(draw(7, 20)).toEqual(draw(7, 20));
    expect(draw(7, 20)).not.toEqual(draw(8, 20));
  });

  it('keeps its values from release to release', () => {
    const random = createRandom(0);
    expect(Array.from({ length: 4 }, () => random.integer(1000))).toEqual([344, 166, 44, 593]);
  });

  it('is spread evenly, with mean 1/2 and variance 1/12', () => {
    const values = draw(1, 20_000);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    const bins = new Array<number>(10).fill(0);
    for (const value of values) bins[Math.floor(value * 10)]! += 1;
    for (const count of bins) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draws normal numbers with mean 0 and variance 1', () => {
    const random = createRandom(2);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  it('keeps integers inside their range and refuses an impossible range', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 - 1 }), (seed, max) => {
        const value = createRandom(seed).integer(max);
        return Number.isInteger(value) && value >= 0 && value < max;
      }),
    );
    expect(createRandom(0).integer(2 ** 32)).toBeGreaterThanOrEqual(0);
    for (const bad of [0, -1, 1.5, 2 ** 33, Number.NaN]) {
      expect(() => createRandom(0).integer(bad)).toThrow(RangeError);
    }
  });

  it('shuffles into a permutation and leaves the argument alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const before = [...items];
        const shuffled = createRandom(seed).shuffle(items);
        expect(items).toEqual(before);
        expect([...shuffled].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
      }),
    );
  });

  it('reaches every position when shuffling, about equally often', () => {
    const random = createRandom(3);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[random.shuffle([0, 1, 2, 3]).indexOf(0)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('refuses to pick from nothing and a seed that is no integer', () => {
    expect(() => createRandom(0).pick([])).toThrow(/empty/);
    expect(() => createRandom(0.5)).toThrow(/integer/);
  });

  it('forks by label, whatever was drawn before', () => {
    const fresh = createRandom(5);
    const used = createRandom(5);
    for (let i = 0; i < 10; i++) used.uniform();
    expect(used.fork('scratch').uniform()).toBe(fresh.fork('scratch').uniform());
    expect(fresh.fork('scratch').uniform()).not.toBe(fresh.fork('dent').uniform());
    expect(fresh.fork(1).uniform()).not.toBe(createRandom(6).fork(1).uniform());
  });

  it('continues exactly from a stored state, also between the two normals of a pair', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat({ max: 9 }), (seed, before) => {
        const random = createRandom(seed);
        for (let i = 0; i < before; i++) random.normal();
        const stored = JSON.parse(JSON.stringify(random.state())) as ReturnType<
          typeof random.state
        >;
        const again = restoreRandom(stored);
        for (let i = 0; i < 5; i++) {
          expect(again.normal()).toBe(random.normal());
          expect(again.uniform()).toBe(random.uniform());
        }
        expect(again.fork('x').uniform()).toBe(random.fork('x').uniform());
      }),
    );
  });
});
