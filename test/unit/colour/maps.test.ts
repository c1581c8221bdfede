/** Why this file exists: a heatmap's colours mean the same value everywhere. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clippedShares,
  COLOUR_MAPS,
  colourAt,
  colourise,
  colourTable,
  entryOpacity,
  isUniform,
  overlayTable,
  tableIndex,
} from '../../../src/shared/colour/maps.ts';

/** Relative luminance 0..1 of an entry of a table. */
function luminance(table: Uint8Array, entry: number): number {
  const linear = (byte: number): number => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const [r = 0, g = 0, b = 0] = table.subarray(entry * 3, entry * 3 + 3);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

describe('colour tables', () => {
  test.each(COLOUR_MAPS.filter(isUniform))('%s only gets brighter with the value', (name) => {
    const table = colourTable(name);
    for (let i = 8; i < 256; i += 8) {
      expect(luminance(table, i)).toBeGreaterThan(luminance(table, i - 8));
    }
  });

  test('turbo does not, which is why it is marked', () => {
    expect(isUniform('turbo')).toBe(false);
    const table = colourTable('turbo');
    expect(luminance(table, 255)).toBeLessThan(luminance(table, 128));
  });

  test('the ends are the published ones', () => {
    expect([...colourTable('viridis').subarray(0, 3)]).toEqual([0x44, 0x01, 0x54]);
    expect([...colourTable('viridis').subarray(-3)]).toEqual([0xfd, 0xe7, 0x25]);
    expect([...colourTable('magma').subarray(0, 3)]).toEqual([0x00, 0x00, 0x04]);
    expect(colourAt(colourTable('grey'), 1)).toBe('rgb(255, 255, 255)');
  });

  test('the overlay lets good areas show through and covers from the middle on', () => {
    const table = overlayTable('viridis', true);
    expect(table[3]).toBe(0);
    expect(table[255 * 4 + 3]).toBe(255);
    for (let i = 1; i < 256; i += 1) {
      expect(entryOpacity(i)).toBeGreaterThanOrEqual(entryOpacity(i - 1));
    }
    expect(overlayTable('viridis', false)[3]).toBe(255);
  });
});

describe('the entry of a value', () => {
  test('is clipped to the ends of the scale', () => {
    expect(tableIndex(-5, 0, 1)).toBe(0);
    expect(tableIndex(5, 0, 1)).toBe(255);
    expect(tableIndex(1, 0, 1)).toBe(255);
    expect(tableIndex(NaN, 0, 1)).toBe(0);
  });

  test('on a scale without extent says below or not below', () => {
    expect(tableIndex(1, 2, 2)).toBe(0);
    expect(tableIndex(2, 2, 2)).toBe(255);
  });

  test('never falls when the value rises', () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(value, value, value, value, (a, b, low, high) => {
        const [smaller, larger] = a < b ? [a, b] : [b, a];
        expect(tableIndex(smaller, low, high)).toBeLessThanOrEqual(tableIndex(larger, low, high));
      }),
    );
  });
});

test('colouring a map gives each value its entry of the table', () => {
  const table = overlayTable('magma', true);
  const values = Float32Array.from([0, 0.25, 0.5, 1, 2, -1]);
  const pixels = colourise(values, table, 0, 1);
  values.forEach((value, i) => {
    const entry = tableIndex(value, 0, 1);
    expect([...pixels.subarray(i * 4, i * 4 + 4)]).toEqual([
      ...table.subarray(entry * 4, entry * 4 + 4),
    ]);
  });
});

test('what the scale cannot show is counted', () => {
  const shares = clippedShares(Float32Array.from([-1, 0, 0.5, 1, 2, 3, 4, 0.1]), 0, 1);
  expect(shares).toEqual({ below: 1 / 8, above: 3 / 8 });
  expect(clippedShares(new Float32Array(), 0, 1)).toEqual({ below: 0, above: 0 });
});
