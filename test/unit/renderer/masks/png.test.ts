/** Why this file exists: a mask that went out as PNG comes in again as it was. */
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeGreyPng,
  maskValues,
  meaningOf,
} from '../../../../src/renderer/src/canvas/mask/png.ts';
import { rasters } from './pixels.ts';

describe('a mask as PNG', () => {
  test('holds the values row by row, 8 bits grey', async () => {
    await fc.assert(
      fc.asyncProperty(rasters(20), async (raster) => {
        const bytes = Buffer.from(await (await encodeGreyPng(raster)).arrayBuffer());
        expect(bytes.subarray(1, 4).toString()).toBe('PNG');
        expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([
          raster.width,
          raster.height,
        ]);
        expect([...bytes.subarray(24, 29)]).toEqual([8, 0, 0, 0, 0]);
        const length = bytes.readUInt32BE(33);
        const rows = inflateSync(bytes.subarray(41, 41 + length));
        for (let y = 0; y < raster.height; y += 1) {
          const from = y * (raster.width + 1);
          expect(rows[from]).toBe(0);
          expect([...rows.subarray(from + 1, from + 1 + raster.width)]).toEqual([
            ...raster.data.subarray(y * raster.width, (y + 1) * raster.width),
          ]);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('read again means the same', () => {
    fc.assert(
      fc.property(rasters(10), ({ data }) => {
        const meaning = meaningOf(data);
        // Only 0 and 255 can also be the usual mask of a data set.
        fc.pre(meaning !== null);
        expect(maskValues(data, meaning ?? 'classes')).toEqual(Uint8Array.from(data));
      }),
    );
  });

  test('of a data set marks as defect whatever is not 0', () => {
    expect(meaningOf(Uint8Array.from([0, 128, 255]))).toBe('defects');
    expect([...maskValues(Uint8Array.from([0, 128, 255]), 'defects')]).toEqual([0, 1, 1]);
  });

  test('with only 0 and 255 can be read both ways', () => {
    expect(meaningOf(Uint8Array.from([0, 255]))).toBeNull();
  });
});
