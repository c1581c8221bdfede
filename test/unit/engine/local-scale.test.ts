/** Why this file exists: holds how distances of different places are made comparable. */
import { describe, expect, it } from 'vitest';
import type { NormalBank } from '../../../src/main/engine/bank.ts';
import { calibrated, LocalScale } from '../../../src/main/engine/local-scale.ts';

const bankOfSize = (count: number): NormalBank => ({
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
  it('is larger where good patches usually lie farther from the bank', () => {
    const scale = new LocalScale(bankOfSize(2));
    scale.add(new Float32Array(1000).fill(0.1), new Int32Array(1000).fill(0));
    scale.add(new Float32Array(1000).fill(0.3), new Int32Array(1000).fill(1));
    const [smooth = 0, busy = 0] = scale.values();
    // Means 0.1 and 0.3 over the average 0.2, with so many patches hardly drawn towards 1.
    expect(smooth).toBeCloseTo(0.5, 2);
    expect(busy).toBeCloseTo(1.5, 2);
  });

  it('stays near 1 where few patches were seen, and is 1 where none was', () => {
    const scale = new LocalScale(bankOfSize(3));
    scale.add(new Float32Array(1000).fill(0.1), new Int32Array(1000).fill(0));
    scale.add(Float32Array.of(1), Int32Array.of(1));
    const [, once = 0, never = 0] = scale.values();
    expect(once).toBeLessThan(1 / (0.1 * 1.1));
    expect(once).toBeGreaterThan(1);
    expect(never).toBeCloseTo(1, 6);
  });

  it('is 1 everywhere before anything was seen, and where all distances are zero', () => {
    const scale = new LocalScale(bankOfSize(2));
    expect([...scale.values()]).toEqual([1, 1]);
    scale.add(new Float32Array(5), new Int32Array(5));
    expect([...scale.values()]).toEqual([1, 1]);
  });
});

describe('calibrated', () => {
  it('divides each distance by the scale of the vector it was compared with', () => {
    const values = calibrated(
      Float32Array.of(1, 2, 3),
      Int32Array.of(2, 0, 2),
      Float32Array.of(4, 1, 2),
    );
    expect([...values]).toEqual([0.5, 0.5, 1.5]);
  });
});
