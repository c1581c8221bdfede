/** Why this file exists: the probe reads the map value under the pointer, not its neighbour's. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moveProbe, readProbe } from '../../../src/renderer/src/canvas/probe.ts';

const image = { width: 320, height: 240 };
const map = { width: 4, height: 3, values: Float32Array.from({ length: 12 }, (_, i) => i) };

describe('the probe', () => {
  test('reads the map pixel that covers the source pixel', () => {
    expect(readProbe({ x: 0, y: 0 }, image, map)).toEqual({ x: 0, y: 0, value: 0 });
    expect(readProbe({ x: 79.9, y: 79.9 }, image, map)).toEqual({ x: 79, y: 79, value: 0 });
    expect(readProbe({ x: 80, y: 80 }, image, map)).toEqual({ x: 80, y: 80, value: 5 });
    expect(readProbe({ x: 319.99, y: 239.99 }, image, map)?.value).toBe(11);
  });

  test('reads nothing outside the image, and no value without a map', () => {
    for (const point of [
      { x: -0.1, y: 5 },
      { x: 320, y: 5 },
      { x: 5, y: 240 },
      { x: NaN, y: 5 },
    ]) {
      expect(readProbe(point, image, map)).toBeNull();
    }
    expect(readProbe({ x: 5, y: 5 }, image, null)).toEqual({ x: 5, y: 5, value: null });
  });

  test('moved by keys goes one map pixel and stays inside', () => {
    expect(moveProbe({ x: 40, y: 40 }, { x: 1, y: 0 }, image, map)).toEqual({ x: 120, y: 40 });
    expect(moveProbe(null, { x: 0, y: 0 }, image, map)).toEqual({ x: 160, y: 120 });
    const step = fc.record({ x: fc.constantFrom(-1, 0, 1), y: fc.constantFrom(-1, 0, 1) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let point = null as { x: number; y: number } | null;
        for (const one of steps) point = moveProbe(point, one, image, map);
        if (point !== null) expect(readProbe(point, image, map)).not.toBeNull();
      }),
    );
  });
});
