/** Why this file exists: polygon, fill, contour and the far view mean the pixels they should. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectedArea, runsOut } from '../../../../src/renderer/src/canvas/mask/fill.ts';
import { addContour } from '../../../../src/renderer/src/canvas/mask/from-map.ts';
import { polygonSpans } from '../../../../src/renderer/src/canvas/mask/polygon.ts';
import { createPyramid, refresh } from '../../../../src/renderer/src/canvas/mask/pyramid.ts';
import { paintSpans } from '../../../../src/renderer/src/canvas/mask/spans.ts';
import { colourMask } from '../../../../src/renderer/src/canvas/mask/mask-colours.ts';
import { labelComponents } from '../../../../src/shared/metrics/components.ts';
import type { MaskRaster } from '../../../../src/shared/mask-rle.ts';
import { pixelsOf, rasters } from './pixels.ts';

const point = fc.record({
  x: fc.double({ min: -3, max: 20, noNaN: true }),
  y: fc.double({ min: -3, max: 20, noNaN: true }),
});

describe('painting spans', () => {
  test('sets exactly the pixels that lie inside the image and says where they are', () => {
    const piece = fc.tuple(
      fc.integer({ min: -3, max: 14 }),
      fc.integer({ min: -5, max: 14 }),
      fc.integer({ min: -5, max: 16 }),
    );
    fc.assert(
      fc.property(rasters(12), fc.array(piece), (raster, pieces) => {
        const before = raster.data.slice();
        const spans = Int32Array.from(pieces.flat());
        const rect = paintSpans(raster, spans, 1);
        const meant = pixelsOf(spans);
        for (let at = 0; at < before.length; at += 1) {
          const x = at % raster.width;
          const y = Math.floor(at / raster.width);
          const inside = meant.has(`${x},${y}`);
          expect(raster.data[at]).toBe(inside ? 1 : before[at]);
          if (!inside) continue;
          expect(rect !== null && x >= rect.x && x < rect.x + rect.width).toBe(true);
          expect(rect !== null && y >= rect.y && y < rect.y + rect.height).toBe(true);
        }
      }),
    );
  });
});

describe('the polygon', () => {
  test('has the pixels whose centre is inside, by the even-odd rule', () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 7 }), (corners) => {
        const size = { width: 17, height: 17 };
        const found = pixelsOf(polygonSpans(corners, size));
        for (let y = 0; y < size.height; y += 1) {
          for (let x = 0; x < size.width; x += 1) {
            let inside = false;
            corners.forEach((a, i) => {
              const b = corners[(i + 1) % corners.length] ?? a;
              if (a.y <= y + 0.5 === b.y <= y + 0.5) return;
              const cross = a.x + ((y + 0.5 - a.y) / (b.y - a.y)) * (b.x - a.x);
              if (Math.abs(cross - x - 0.5) < 1e-9) fc.pre(false);
              if (cross > x + 0.5) inside = !inside;
            });
            expect(found.has(`${x},${y}`)).toBe(inside);
          }
        }
      }),
    );
  });
});

describe('the fill', () => {
  test('is the 4-connected region around the place', () => {
    fc.assert(
      fc.property(rasters(14), fc.nat(), (raster, seed) => {
        const at = seed % raster.data.length;
        const value = raster.data[at];
        const x = at % raster.width;
        const y = Math.floor(at / raster.width);
        const same = raster.data.map((other) => (other === value ? 1 : 0));
        const { labels } = labelComponents(same, raster.width, raster.height, 4);
        const { spans, area } = connectedArea(raster, { x: x + 0.3, y: y + 0.7 });
        const found = pixelsOf(spans);
        labels.forEach((region, i) => {
          const name = `${i % raster.width},${Math.floor(i / raster.width)}`;
          expect(found.has(name)).toBe(region === labels[at]);
        });
        expect(found.size).toBe(area);
      }),
    );
  });

  test('of an open outline runs out; inside a closed one it does not', () => {
    const side = 20;
    const raster: MaskRaster = { width: side, height: side, data: new Uint8Array(side * side) };
    for (let i = 5; i <= 12; i += 1) {
      for (const at of [5 * side + i, 12 * side + i, i * side + 5, i * side + 12])
        raster.data[at] = 1;
    }
    const inside = connectedArea(raster, { x: 8, y: 8 });
    expect(inside.area).toBe(36);
    expect(runsOut(inside, raster)).toBe(false);
    raster.data[5 * side + 8] = 0;
    expect(runsOut(connectedArea(raster, { x: 8, y: 8 }), raster)).toBe(true);
  });

  test('outside the image is nothing', () => {
    const raster = { width: 2, height: 2, data: new Uint8Array(4) };
    expect(connectedArea(raster, { x: 2, y: 0 }).area).toBe(0);
    expect(connectedArea(raster, { x: 0, y: -0.1 }).area).toBe(0);
  });
});

describe('the contour as a mask', () => {
  const map = {
    width: 4,
    height: 3,
    values: Float32Array.from([0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 3]),
  };
  const all = { minArea: 1, within: null };

  test('at the map’s own size has the pixels at or above the level', () => {
    const data = new Uint8Array(12);
    addContour(data, map, map, { level: 3, ...all });
    expect([...data]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
  });

  test('interpolates between map values on a larger image', () => {
    const size = { width: 40, height: 30 };
    const data = new Uint8Array(1200);
    addContour(data, size, map, { level: 2, ...all });
    // The peak's middle is at (15, 15); half its height is half a cell away.
    const row = [...data.subarray(14 * 40, 15 * 40)];
    expect(row.indexOf(1)).toBe(10);
    expect(row.lastIndexOf(1)).toBe(19);
    expect(data[29 * 40 + 39]).toBe(1);
  });

  test('keeps only the wanted regions, and what was marked before', () => {
    const within = { x: 1, y: 1, width: 1, height: 1 };
    const data = new Uint8Array(12);
    data[11] = 255;
    addContour(data, map, map, { level: 3, minArea: 1, within });
    expect([...data]).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 255]);
    const none = new Uint8Array(12);
    addContour(none, map, map, { level: 3, minArea: 2, within: null });
    expect(none.every((value) => value === 0)).toBe(true);
  });
});

describe('the far view', () => {
  test('follows changes as if it were made anew', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 40 }), (x, y) => {
        const base = { width: 1601, height: 45, data: new Uint8Array(1601 * 45) };
        const levels = createPyramid(base);
        const rect = paintSpans(base, Int32Array.from([y, x, x + 100, y + 1, x + 3, x + 4]), 255);
        if (rect !== null) refresh(levels, rect);
        base.data[7 * 1601 + 9] = 1;
        refresh(levels, { x: 9, y: 7, width: 1, height: 1 });
        expect(levels.length).toBe(3);
        expect(levels.map(({ data }) => data)).toEqual(createPyramid(base).map(({ data }) => data));
      }),
      { numRuns: 20 },
    );
  });

  test('keeps a single defective pixel at every level', () => {
    const base = { width: 4000, height: 3000, data: new Uint8Array(12_000_000) };
    base.data[2999 * 4000 + 3999] = 1;
    base.data[2999 * 4000 + 3998] = 255;
    for (const { data } of createPyramid(base)) expect(data.at(-1)).toBe(1);
  });
});

describe('mask colours', () => {
  test('a marked pixel is never transparent, a clear one only at an edge', () => {
    fc.assert(
      fc.property(rasters(9), (raster) => {
        const rect = { x: 0, y: 0, width: raster.width, height: raster.height };
        const words = new Uint32Array(raster.data.length);
        colourMask(raster, rect, words);
        raster.data.forEach((value, at) => {
          if (value !== 0) expect(words[at]).toBeGreaterThan(0);
        });
        const none = new Uint32Array(raster.data.length);
        const blank = { ...raster, data: new Uint8Array(raster.data.length) };
        expect(colourMask(blank, rect, none)).toBe(false);
      }),
    );
  });
});
