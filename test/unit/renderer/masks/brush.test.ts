/** Why this file exists: the brush covers exactly the disc that its ring is the outline of. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  discOutline,
  discSpans,
  placeDisc,
  strokeSpans,
} from '../../../../src/renderer/src/canvas/mask/brush.ts';
import { pixelsOf } from './pixels.ts';
import { polygonSpans } from '../../../../src/renderer/src/canvas/mask/polygon.ts';

const diameters = fc.integer({ min: 1, max: 40 });
const places = fc.record({
  x: fc.integer({ min: -20, max: 60 }),
  y: fc.integer({ min: -20, max: 60 }),
});

describe('the brush', () => {
  test('covers the pixels whose centre lies within half a diameter of the middle', () => {
    fc.assert(
      fc.property(places, diameters, (place, diameter) => {
        const covered = pixelsOf(discSpans(place, diameter));
        const radius = diameter / 2;
        for (let y = place.y - 1; y <= place.y + diameter; y += 1) {
          for (let x = place.x - 1; x <= place.x + diameter; x += 1) {
            const dx = x + 0.5 - (place.x + radius);
            const dy = y + 0.5 - (place.y + radius);
            expect(covered.has(`${x},${y}`)).toBe(dx * dx + dy * dy <= radius * radius);
          }
        }
      }),
    );
  });

  test('of one pixel paints the pixel under the pointer', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 500, noNaN: true }), (at) => {
        fc.pre(at % 1 > 1e-6);
        expect(placeDisc({ x: at, y: at }, 1)).toEqual({ x: Math.floor(at), y: Math.floor(at) });
      }),
    );
  });

  test('is never further than half a pixel from the pointer', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 500, noNaN: true }), diameters, (at, diameter) => {
        const { x } = placeDisc({ x: at, y: at }, diameter);
        expect(Math.abs(x + diameter / 2 - at)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });

  test('has a ring with exactly the painted pixels inside', () => {
    fc.assert(
      fc.property(diameters, (diameter) => {
        const line = discOutline(diameter);
        const points = [];
        for (let i = 0; i < line.length; i += 2)
          points.push({ x: line[i] ?? 0, y: line[i + 1] ?? 0 });
        const inside = polygonSpans(points, { width: diameter, height: diameter });
        expect(pixelsOf(inside)).toEqual(pixelsOf(discSpans({ x: 0, y: 0 }, diameter)));
      }),
    );
  });

  test('paints a stroke as all its discs along a line, without gaps', () => {
    fc.assert(
      fc.property(places, places, fc.integer({ min: 1, max: 15 }), (from, to, diameter) => {
        const expected = new Set<string>();
        const steps = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
        for (let step = 0; step <= steps; step += 1) {
          const along = steps === 0 ? 0 : step / steps;
          const place = {
            x: Math.round(from.x + (to.x - from.x) * along),
            y: Math.round(from.y + (to.y - from.y) * along),
          };
          for (const pixel of pixelsOf(discSpans(place, diameter))) expected.add(pixel);
        }
        expect(pixelsOf(strokeSpans(from, to, diameter))).toEqual(expected);
      }),
    );
  });
});
