/** Why this file exists: what may name a report, and what is named where. */
import { describe, expect, test } from 'vitest';
import { isEventName, isRequestName } from '../../../src/shared/contract.ts';
import { ReportIdSchema } from '../../../src/shared/contract/reports.ts';
import { mediaPath } from '../../../src/shared/media.ts';

describe('a report id', () => {
  test.each(['plates', '2026-03-04_plates.v2', 'A', 'a'.repeat(128)])('may be %s', (id) => {
    expect(ReportIdSchema.safeParse(id).success).toBe(true);
  });

  test.each([
    '',
    '.',
    '..',
    '.hidden',
    'a..b',
    '../a',
    'a/b',
    'a\\b',
    '/etc',
    'a\0',
    'ä',
    'a b',
    'a'.repeat(129),
  ])('may not be %j', (id) => {
    expect(ReportIdSchema.safeParse(id).success).toBe(false);
  });
});

test('what every object has is no row of the table', () => {
  expect(isRequestName('constructor')).toBe(false);
  expect(isEventName('hasOwnProperty')).toBe(false);
  expect(isRequestName('reports.get')).toBe(true);
  expect(isEventName('reports.changed')).toBe(true);
});

test('a media path is one path whatever the id holds', () => {
  expect(mediaPath('a/../b', 'map', 3)).toBe('/media/reports/a%2F..%2Fb/map/3');
});
