import { describe, expect, it } from 'vitest';
import { calibrated, LocalScale } from '../../../src/main/engine/local-scale.ts';
import type { NormalBank } from '../../../src/main/engine/bank.ts';

const bankOf = (count: number): NormalBank => ({
  theta: 16,
  dim: 1,
  vectors: new Float32Array(count),
  imageIndex: new Uint32Array(count),
  x: new Int32Array(count),
  y: new Int32Array(count),
  localScale: new Float32Array(count).fill(1),
  candidates: count,
  coveringRadius: 0,
});

describe('LocalScale', () => {
  it('is large where good patches lie far from a vector and small where they lie close', () => {
    const scale = new LocalScale(bankOf(2));
    const nearest = Int32Array.from({ length: 2000 }, (_, patch) => patch % 2);
    scale.add(
      Float32Array.from(nearest, (vector) => (vector === 0 ? 3 : 1)),
      nearest,
    );
    const [busy, calm] = scale.values();
    expect(busy).toBeCloseTo(1.5 ** 0.75, 2);
    expect(calm).toBeCloseTo(0.5 ** 0.75, 2);
  });

  it('stays near 1 for a vector that few good patches met, and is 1 for one that none met', () => {
    const scale = new LocalScale(bankOf(3));
    scale.add(
      Float32Array.from({ length: 100 }, () => 1),
      new Int32Array(100),
    );
    scale.add(Float32Array.of(9), Int32Array.of(1));
    const [, once, never] = scale.values();
    expect(once).toBeGreaterThan(1);
    expect(once).toBeLessThan(3);
    expect(never).toBeCloseTo(1, 6);
  });

  it('is 1 everywhere when all good patches lie on the bank', () => {
    const scale = new LocalScale(bankOf(2));
    scale.add(new Float32Array(10), new Int32Array(10));
    expect([...scale.values()]).toEqual([1, 1]);
  });
});

describe('calibrated', () => {
  it('divides each distance by the scale of the vector it was compared with', () => {
    const distances = Float32Array.of(2, 2, 3);
    const result = calibrated(distances, Int32Array.of(0, 1, 1), Float32Array.of(1, 4));
    expect([...result]).toEqual([2, 0.5, 0.75]);
  });
});
