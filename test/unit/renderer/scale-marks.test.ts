/** Why this file exists: the colour scale always shows the threshold, and labels never overlap. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaleMarks } from '../../../src/renderer/src/features/image/scale-marks.ts';

test('the threshold is marked whenever it lies on the scale', () => {
  const marks = scaleMarks(0, 3, 1, 300, 18);
  expect(marks.filter(({ strong }) => strong)).toEqual([{ value: 1, times: 1, strong: true }]);
  expect(marks.map(({ value }) => value).sort()).toEqual([0, 0.5, 1, 1.5, 2, 3]);
  expect(scaleMarks(2, 3, 1, 300, 18).some(({ strong }) => strong)).toBe(false);
});

test('without a threshold the ends remain', () => {
  expect(scaleMarks(0, 3, null, 300, 18).map(({ value }) => value)).toEqual([3, 0]);
});

test('no two labels are closer than their height', () => {
  const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      positive,
      positive,
      fc.integer({ min: 60, max: 2000 }),
      (extent, threshold, length) => {
        const places = scaleMarks(0, extent, threshold, length, 18)
          .map(({ value }) => (value / extent) * length)
          .sort((a, b) => a - b);
        places.forEach((place, i) => {
          const before = places[i - 1];
          if (before !== undefined) expect(place - before).toBeGreaterThanOrEqual(18 - 1e-6);
        });
      },
    ),
  );
});
