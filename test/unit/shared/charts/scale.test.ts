/** Why this file exists: what is read off an axis is what was put on it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAxis, snapped } from '../../../../src/shared/charts/scale.ts';

test('a place on the axis leads back to its value, and beyond the ends to the ends', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      const axis = createAxis({ low: 2, high: 6 }, 10, 300);
      const value = 2 + share * 4;
      expect(axis.valueAt(axis.at(value))).toBeCloseTo(value, 9);
    }),
  );
  const axis = createAxis({ low: 2, high: 6 }, 10, 300);
  expect(axis.valueAt(-50)).toBe(2);
  expect(axis.valueAt(900)).toBe(6);
});

test('a dragged value is short and stays within a thousandth of where it was let go', () => {
  const extent = { low: 0.5, high: 2.9 };
  expect(snapped(1.23456789, extent)).toBe(1.235);
  expect(snapped(7, extent)).toBe(2.9);
  expect(String(snapped(1 / 3, { low: 0, high: 1 })).length).toBeLessThan(7);
});
