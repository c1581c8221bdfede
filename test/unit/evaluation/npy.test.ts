/** Why this file exists: maps are .npy files that NumPy reads, and damaged ones are refused. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from '../../../src/main/evaluation/npy.ts';

const whole = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

describe('npy', () => {
  it('writes the bytes that numpy.save writes', () => {
    const saved = readFileSync(new URL('../../fixtures/metrics/map.npy', import.meta.url));
    const data = Float32Array.of(1, 2, 3, 4, 5, 6.5);
    expect(whole(encodeNpy({ width: 3, height: 2, data }))).toEqual(saved);
    expect(decodeNpy(saved, 'map.npy').data).toEqual(data);
  });

  it('reads back what it wrote, at any place in a buffer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 5 }),
        (width, height, shift) => {
          const data = Float32Array.from({ length: width * height }, (_, i) => Math.fround(i / 7));
          const file = whole([
            new Uint8Array(shift),
            ...encodeNpy({ width, height, data }),
          ]).subarray(shift);
          expect(decodeNpy(file, 'a.npy')).toEqual({ width, height, data });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses what is cut short, too long, of another kind or no .npy file at all, by name', () => {
    const file = whole(encodeNpy({ width: 2, height: 2, data: new Float32Array(4) }));
    const changed = (from: string, to: string): Buffer =>
      Buffer.from(file.toString('latin1').replace(from, to), 'latin1');
    const damaged = [
      file.subarray(0, 0),
      file.subarray(0, 20),
      file.subarray(0, file.length - 1),
      Buffer.concat([file, Buffer.alloc(1)]),
      changed('<f4', '<f8'),
      changed('False', 'True '),
      changed('(2, 2)', '(4,)  '),
      Buffer.from('not a map at all'),
    ];
    for (const bytes of damaged) {
      expect(() => decodeNpy(bytes, 'maps/a.npy')).toThrow(/maps\/a\.npy/);
    }
  });

  it('refuses to write values that are not width x height', () => {
    expect(() => encodeNpy({ width: 2, height: 2, data: new Float32Array(3) })).toThrow(RangeError);
  });
});
