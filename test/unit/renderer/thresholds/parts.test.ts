/** Why this file exists: what changes, what is previewed, what is kept: the small sums of the screen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedValues } from '../../../../src/renderer/src/features/thresholds/changed-values.ts';
import { parseCosts } from '../../../../src/renderer/src/features/thresholds/costs.ts';
import { createSettled } from '../../../../src/renderer/src/features/thresholds/live.ts';
import {
  previewPlaces,
  regionMask,
} from '../../../../src/renderer/src/features/thresholds/region-mask.ts';
import { thresholdsRoute } from '../../../../src/renderer/src/features/thresholds/route.ts';
import { reportIdOf } from '../../../../src/renderer/src/features/reports/report-id.ts';
import { parseAddress } from '../../../../src/renderer/src/state/address.ts';
import { createValueStore } from '../../../../src/renderer/src/state/value-store.ts';
import { regionsAbove } from '../../../../src/shared/metrics/components.ts';

const values = { t1: 1, t2: 2, pixel: 3, minArea: 4 };

test('a table of changes names each value that differs, and no other', () => {
  const before = { base: values, perClass: [{ defectClassId: 7, thresholds: values }] };
  const after = {
    base: { ...values, t2: 9 },
    perClass: [{ defectClassId: 8, thresholds: values }],
  };
  const rows = changedValues(before, after);
  expect(rows[0]).toEqual({ defectClassId: null, key: 't2', before: 2, after: 9 });
  expect(
    rows.filter(({ defectClassId }) => defectClassId === 7).map(({ after: now }) => now),
  ).toEqual([null, null, null, null]);
  expect(rows.filter(({ defectClassId }) => defectClassId === 8)).toHaveLength(4);
  expect(changedValues(before, before)).toEqual([]);
});

describe('regions of a map', () => {
  test('are those that reports and inspection find', () => {
    const map = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(
        map,
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 9 }),
        (flat, level, minArea) => {
          const grid = { values: Float32Array.from(flat), width: 8, height: 6 };
          const { pixels, kept, dropped } = regionMask(grid, level, minArea);
          const all = regionsAbove(grid.values, 8, 6, level, 1);
          const large = regionsAbove(grid.values, 8, 6, level, minArea);
          expect(kept).toBe(large.length);
          expect(kept + dropped).toBe(all.length);
          const shown = pixels.filter((pixel) => pixel === 1).length;
          expect(shown).toBe(large.reduce((sum, { area }) => sum + area, 0));
        },
      ),
    );
  });

  test('are previewed on the images that tell most', () => {
    const columns = {
      scores: [1, 5, 2, 6, 3],
      labels: ['ok', 'ok', 'ng', 'ng', 'ok'],
      splits: ['test', 'test', 'test', 'test', 'calibrate'],
    };
    expect(previewPlaces(columns, ['test'], 'missed', 4, 3)).toEqual([2]);
    expect(previewPlaces(columns, ['test'], 'alarms', 4, 3)).toEqual([1]);
    expect(previewPlaces(columns, ['test'], 'highest', 4, 2)).toEqual([3, 1]);
    expect(previewPlaces(columns, ['test', 'calibrate'], 'near', 4, 2)).toEqual([1, 4]);
  });
});

test('costs come back as they were kept; nonsense is none', () => {
  const costs = { missedDefect: 5, falseAlarm: 0.5, defectsPerThousand: 2 };
  expect(parseCosts(JSON.stringify(costs))).toEqual(costs);
  expect(parseCosts('{"missedDefect":5,"falseAlarm":1}')?.defectsPerThousand).toBeNull();
  for (const odd of [
    null,
    '',
    '[]',
    '{"missedDefect":-1,"falseAlarm":1}',
    '{"missedDefect":5,"falseAlarm":1,"defectsPerThousand":1000}',
  ]) {
    expect(parseCosts(odd)).toBeNull();
  }
});

test('the address keeps model, splits, panel and class, and leaves defaults out', () => {
  const state = { model: 3, version: 2, splits: ['test'], panel: 'regions', scope: 9 } as const;
  const address = thresholdsRoute.address(4, state);
  const { rest, query } = parseAddress(address);
  expect(thresholdsRoute.parse({ rest, query })).toEqual(state);
  const plain = thresholdsRoute.parse({
    rest: [],
    query: new URLSearchParams('splits=moon&panel=x'),
  });
  expect(plain).toEqual({ model: null, version: null, splits: null, panel: 'auto', scope: null });
  expect(thresholdsRoute.address(4, plain)).toBe('#/product/4/thresholds');
});

test('a report’s id is the name of its folder, on every system', () => {
  expect(reportIdOf({ report: '/home/x/reports/plates-v1-7' })).toBe('plates-v1-7');
  expect(reportIdOf({ report: 'C:\\loupe\\reports\\plates-v1-7' })).toBe('plates-v1-7');
  expect(reportIdOf({ report: null })).toBeNull();
  expect(reportIdOf(null)).toBeNull();
});

test('what settles follows once its source is still, with the last value', async () => {
  const source = createValueStore(0);
  const settled = createSettled(source, 20);
  const seen: number[] = [];
  const stop = settled.subscribe(() => seen.push(settled.get()));
  for (let i = 1; i <= 5; i += 1) source.set(i);
  expect(settled.get()).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(seen).toEqual([5]);
  stop();
});
