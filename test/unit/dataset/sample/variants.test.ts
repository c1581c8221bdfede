/** Why this file exists: the sample's pictures are reproducible and their masks tell the truth. */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/shared/random.ts';
import { SIDE } from '../../../../src/main/dataset/sample/picture.ts';
import { VARIANTS, variantNamed } from '../../../../src/main/dataset/sample/variants/all.ts';

const sum = (mask: Uint8Array): number => mask.reduce((total, value) => total + value, 0);

const total = (values: Float32Array): number => values.reduce((all, value) => all + value, 0);

/** Whether a pixel lies in the mask's bounding box, widened by `margin` pixels. */
function around(mask: Uint8Array, margin: number): (pixel: number) => boolean {
  let [left, top, right, bottom] = [SIDE, SIDE, -1, -1];
  mask.forEach((value, i) => {
    if (value === 0) return;
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
  });
  return (pixel) => {
    const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
    return x >= left - margin && x <= right + margin && y >= top - margin && y <= bottom + margin;
  };
}

describe.each(VARIANTS.map((variant) => [variant.name, variant] as const))(
  '%s',
  (name, variant) => {
    it('draws the same picture from the same seed, and another from another', () => {
      const first = variant.draw(createRandom(3), null);
      expect(variant.draw(createRandom(3), null).pixels).toEqual(first.pixels);
      expect(variant.draw(createRandom(4), null).pixels).not.toEqual(first.pixels);
    });

    it('draws good parts in range, with an empty mask', () => {
      const { pixels, mask } = variant.draw(createRandom(5), null);
      expect(pixels).toHaveLength(SIDE * SIDE * 3);
      expect(sum(mask)).toBe(0);
      const mean = pixels.reduce((total, value) => total + value, 0) / pixels.length;
      expect(mean).toBeGreaterThan(0.15);
      expect(mean).toBeLessThan(0.75);
      // Few values are cut off at black or white when stored.
      const cut = pixels.filter((value) => value < 0 || value > 1).length;
      expect(cut / pixels.length).toBeLessThan(0.01);
    });

    it.each(variant.defects)('draws %s only where the mask says so', (type) => {
      for (const [seed, severity] of [
        [1, 0],
        [2, 0.5],
        [3, 1],
      ] as const) {
        const good = variant.draw(createRandom(seed), null);
        const bad = variant.draw(createRandom(seed), { type, severity });
        const defective = sum(bad.mask);
        expect(defective).toBeGreaterThan(5);
        expect(defective).toBeLessThan((SIDE * SIDE) / 10);
        const change = Float32Array.from(bad.mask, (_, i) =>
          Math.abs(bad.pixels[i * 3 + 1]! - good.pixels[i * 3 + 1]!),
        );
        const inside = change.filter((_, i) => bad.mask[i] === 1);
        const outside = change.filter((_, i) => bad.mask[i] === 0);
        expect(total(inside) / defective).toBeGreaterThan(0.004);
        // A part of another shape also has other edges and another shadow beside the defect.
        const changesShape = name === 'parts' && ['broken', 'blocked_eye'].includes(type);
        if (!changesShape) expect(total(outside)).toBeLessThan(total(inside) * 0.25);
        const near = around(bad.mask, 14);
        expect(total(change.filter((_, i) => !near(i)))).toBeLessThan(0.01);
      }
    });

    it('makes a defect plainer with its severity', () => {
      const type = variant.defects[0]!;
      const size = (severity: number): number =>
        [1, 2, 3, 4].reduce(
          (n, seed) => n + sum(variant.draw(createRandom(seed), { type, severity }).mask),
          0,
        );
      expect(size(1)).toBeGreaterThan(size(0));
    });
  },
);

describe('variantNamed', () => {
  it('refuses a name it does not know and lists the ones it does', () => {
    expect(variantNamed('weave').name).toBe('weave');
    expect(() => variantNamed('wood')).toThrow(/no sample called "wood"/);
  });
});
