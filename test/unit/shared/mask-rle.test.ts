/** Why this file exists: a mask must come back pixel for pixel, and no bytes may crash the reader. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoupeError } from '../../../src/shared/errors.ts';
import {
  decodeMask,
  emptyMask,
  encodeMask,
  maskAreas,
  mergeMasks,
} from '../../../src/shared/mask-rle.ts';
import type { MaskRaster } from '../../../src/shared/mask-rle.ts';

/** Rasters with runs, as people draw them, not only noise. */
const rasterOf = (width: number, height: number): fc.Arbitrary<MaskRaster> =>
  fc
    .array(fc.tuple(fc.constantFrom(0, 1, 255), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 60,
    })
    .map((runs) => {
      const data = new Uint8Array(width * height);
      const pixels = runs.flatMap(([value, length]) => new Array<number>(length).fill(value));
      for (let i = 0; i < data.length; i++) data[i] = pixels[i % pixels.length]!;
      return { width, height, data };
    });
const side = fc.integer({ min: 1, max: 24 });
const raster = fc.tuple(side, side).chain(([width, height]) => rasterOf(width, height));
const pair = fc
  .tuple(side, side)
  .chain(([width, height]) => fc.tuple(rasterOf(width, height), rasterOf(width, height)));

describe('run-length code', () => {
  it('gives every raster back', () => {
    fc.assert(
      fc.property(raster, (mask) => {
        expect(decodeMask(encodeMask(mask))).toEqual(mask);
      }),
    );
  });

  it('counts areas without decoding', () => {
    fc.assert(
      fc.property(raster, (mask) => {
        expect(maskAreas(encodeMask(mask))).toEqual({
          width: mask.width,
          height: mask.height,
          defect: mask.data.filter((value) => value === 1).length,
          ignore: mask.data.filter((value) => value === 255).length,
        });
      }),
    );
  });

  it('merges as the rasters would', () => {
    fc.assert(
      fc.property(pair, ([base, over]) => {
        const data = base.data.map((below, i) => (over.data[i] === 0 ? below : over.data[i]!));
        expect(mergeMasks(encodeMask(base), encodeMask(over))).toEqual(
          encodeMask({ ...base, data }),
        );
      }),
    );
  });

  it('is canonical: bytes that decode are exactly what encoding gives', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.tuple(raster, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([mask, at, value]) => {
        const code = encodeMask(mask);
        code[at % code.length] = value;
        return code;
      }),
    );
    fc.assert(
      fc.property(bytes, (code) => {
        let decoded: MaskRaster;
        try {
          decoded = decodeMask(code);
        } catch (error) {
          expect(error).toBeInstanceOf(LoupeError);
          return;
        }
        expect(encodeMask(decoded)).toEqual(code);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps its bytes from release to release', () => {
    const data = Uint8Array.from([0, 0, 1, 1, 1, 255, 0, 0, 0, 0, 0, 0]);
    expect([...encodeMask({ width: 4, height: 3, data })]).toEqual([1, 4, 3, 8, 13, 6, 24]);
    expect([...encodeMask({ width: 200, height: 1, data: new Uint8Array(200) })]).toEqual([
      1, 0xc8, 1, 1, 0xa0, 6,
    ]);
  });

  it('holds a full-size mask with a scratch in a few bytes', () => {
    const data = new Uint8Array(4000 * 3000).fill(0);
    data.fill(1, 6_000_000, 6_000_300);
    expect(encodeMask({ width: 4000, height: 3000, data }).length).toBeLessThan(20);
  });

  it('has an empty mask without a raster', () => {
    expect(emptyMask(3, 5)).toEqual(encodeMask({ width: 3, height: 5, data: new Uint8Array(15) }));
    expect(() => emptyMask(3, -5)).toThrow('not possible');
  });

  it('says what is wrong with a code', () => {
    const good = encodeMask({ width: 2, height: 2, data: Uint8Array.from([0, 1, 1, 255]) });
    const problem = (code: Uint8Array) => () => decodeMask(code);
    expect(problem(new Uint8Array())).toThrow('it is empty');
    expect(problem(good.with(0, 9))).toThrow('format 9');
    expect(problem(good.slice(0, -1))).toThrow('3 pixels instead of 2 x 2');
    expect(problem(good.with(3, 3))).toThrow('class');
    // A width of 2^32 - 1 must not be allocated.
    expect(problem(Uint8Array.from([1, 255, 255, 255, 255, 15, 1]))).toThrow('not possible');
    expect(problem(Uint8Array.from([1, 0x82, 0, 1]))).toThrow('longer way');
  });

  it('refuses rasters that are not masks', () => {
    expect(() => encodeMask({ width: 2, height: 2, data: new Uint8Array(3) })).toThrow('3 pixels');
    expect(() => encodeMask({ width: 1, height: 1, data: Uint8Array.of(7) })).toThrow('value 7');
    expect(() => encodeMask({ width: 0, height: 1, data: new Uint8Array() })).toThrow('0 x 1');
    const small = encodeMask({ width: 1, height: 1, data: new Uint8Array(1) });
    const large = encodeMask({ width: 2, height: 1, data: new Uint8Array(2) });
    expect(() => mergeMasks(small, large)).toThrow('does not fit');
  });
});
