/** Why this file exists: zoom goes to the pointer, and the image cannot be lost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  centred,
  fit,
  keepVisible,
  toImage,
  wheelFactor,
  zoomAt,
} from '../../../src/renderer/src/canvas/viewport.ts';

const image = { width: 400, height: 300 };
const view = { width: 1000, height: 600 };

describe('the viewport', () => {
  test('fits the whole image in the middle', () => {
    const { scale, x, y } = fit(image, view);
    expect(scale).toBeCloseTo((600 - 32) / 300);
    expect(x + (400 * scale) / 2).toBeCloseTo(500);
    expect(y + (300 * scale) / 2).toBeCloseTo(300);
  });

  test('keeps the point under the pointer while zooming', () => {
    const inView = fc.record({
      x: fc.integer({ min: 250, max: 750 }),
      y: fc.integer({ min: 150, max: 450 }),
    });
    fc.assert(
      fc.property(inView, fc.double({ min: 0.9, max: 6, noNaN: true }), (pointer, factor) => {
        const before = fit(image, view);
        const after = zoomAt(before, factor, pointer, image, view);
        const was = toImage(before, pointer);
        const is = toImage(after, pointer);
        expect(is.x).toBeCloseTo(was.x, 6);
        expect(is.y).toBeCloseTo(was.y, 6);
      }),
    );
  });

  test('never loses the image, however it is zoomed and dragged', () => {
    const step = fc.record({
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      x: fc.integer({ min: -5000, max: 5000 }),
      y: fc.integer({ min: -5000, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let now = fit(image, view);
        for (const { factor, x, y } of steps) {
          now = zoomAt(now, factor, { x: 500, y: 300 }, image, view);
          now = keepVisible({ ...now, x: now.x + x, y: now.y + y }, image, view);
          expect(now.x).toBeLessThan(view.width);
          expect(now.x + image.width * now.scale).toBeGreaterThan(0);
          expect(now.y).toBeLessThan(view.height);
          expect(now.y + image.height * now.scale).toBeGreaterThan(0);
          expect(now.scale).toBeLessThanOrEqual(64);
        }
      }),
    );
  });

  test('centres a point at one to one', () => {
    const at = centred(image, view, 1, { x: 10, y: 20 });
    expect(toImage(at, { x: 500, y: 300 })).toEqual({ x: 10, y: 20 });
  });

  test('zooms in and out by the same amount, whatever unit the wheel counts in', () => {
    expect(wheelFactor(100, 0) * wheelFactor(-100, 0)).toBeCloseTo(1);
    expect(wheelFactor(-3, 1)).toBeGreaterThan(1);
    expect(wheelFactor(1e9, 0)).toBeGreaterThan(0.5);
  });
});
