/** Why this file exists: numbers read the same everywhere, and undefined is said in words. */
import { expect, test } from 'vitest';
import {
  formatPercent,
  formatPerThousand,
  formatRaw,
  formatShare,
} from '../../../src/renderer/src/components/format.ts';

test('fractions are percentages with one decimal; undefined is not 0', () => {
  expect(formatPercent(0.9984)).toBe('99.8\u202f%');
  expect(formatPercent(1)).toBe('100.0\u202f%');
  expect(formatPercent(null)).toBe('not defined');
});

test('a small share is not rounded to none', () => {
  expect(formatShare(0)).toBe('0\u202f%');
  expect(formatShare(0.0004)).toBe('<0.1\u202f%');
  expect(formatShare(0.25)).toBe('25.0\u202f%');
});

test('raw values keep about four digits at any size', () => {
  expect([1.23456, 12.3456, 123.456, 12345.6, -0.5].map(formatRaw)).toEqual([
    '1.235',
    '12.35',
    '123.5',
    '12346',
    '-0.500',
  ]);
  expect(formatRaw(null)).toBe('not defined');
});

test('rates are per thousand parts', () => {
  expect([0, 0.0015, 0.0105, 1].map(formatPerThousand)).toEqual(['0', '1.5', '11', '1000']);
});
