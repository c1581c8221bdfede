/** Why this file exists: time left, curves, names of models and what comes next are told right. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatDuration,
} from '../../../../src/renderer/src/components/format.ts';
import { nextStep } from '../../../../src/renderer/src/features/datasets/next-step.ts';
import {
  addSample,
  progressNote,
  secondsLeft,
  shareOf,
  type Sample,
} from '../../../../src/renderer/src/features/jobs/progress.ts';
import { curveOf } from '../../../../src/renderer/src/features/training/curve.ts';
import { suggestName } from '../../../../src/renderer/src/features/training/settings.ts';
import { areasTouched } from '../../../../src/renderer/src/state/touched.ts';

const at = (second: number, done: number, step = 'Reading'): Sample => ({
  at: second * 1000,
  done,
  step,
  total: 100,
});

describe('the time left of a job', () => {
  test('follows its speed', () => {
    const samples = [at(0, 0), at(5, 10), at(10, 20)].reduce<readonly Sample[]>(addSample, []);
    expect(secondsLeft(samples, 10_000)).toBeCloseTo(40);
  });

  test('is not told before there is something to tell it from', () => {
    expect(secondsLeft([], 0)).toBeNull();
    expect(secondsLeft([at(0, 0), at(1, 50)], 1000)).toBeNull();
    expect(secondsLeft([at(0, 10)], 60_000)).toBeNull();
  });

  test('begins anew with each step, and when a job starts over', () => {
    const old = [at(0, 0), at(5, 90)];
    expect(addSample(old, at(6, 1, 'Training'))).toHaveLength(1);
    expect(addSample(old, at(6, 0))).toHaveLength(1);
  });

  test('is never negative', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.integer({ min: 4, max: 1e6 }), (a, b, seconds) => {
        const left = secondsLeft(
          [at(0, Math.min(a, b)), at(seconds, Math.max(a, b))],
          seconds * 1e3,
        );
        expect(left === null || left >= 0).toBe(true);
      }),
    );
  });
});

test('progress is told in the words that are known', () => {
  const progress = { step: 'Reading', done: 20, total: 100, unit: 'images' };
  expect(shareOf({ progress })).toBe(0.2);
  expect(progressNote({ progress }, 65)).toBe('20 of 100 images, 1\u202fmin 5\u202fs left');
  expect(shareOf({ progress: { step: 'Waiting', done: 3 } })).toBeNull();
  expect(progressNote({ progress: null }, null)).toBe('');
});

test('the points of one scale become columns by step, the later of two counting', () => {
  const curve = curveOf(
    [
      { theta: 64, step: 10, heldOut: null, svdd: 2, ssl: null },
      { theta: 64, step: 5, heldOut: 0.5, svdd: 3, ssl: null },
      { theta: 32, step: 5, heldOut: null, svdd: 9 },
      { theta: 64, step: 10, heldOut: 0.75, svdd: 1, ssl: null },
    ],
    64,
  );
  expect(curve.steps).toEqual([5, 10]);
  expect(curve.columns).toEqual({ heldOut: [0.5, 0.75], svdd: [3, 1] });
});

test('a model’s name is the product’s and the recipe’s, with a number where it is taken', () => {
  expect(suggestName('Steel plates', 'quick', [])).toBe('Steel-plates-quick');
  expect(suggestName('Steel plates', 'quick', ['Steel-plates-quick', 'Steel-plates-quick-2'])).toBe(
    'Steel-plates-quick-3',
  );
  expect(suggestName('x'.repeat(300), 'paper', []).length).toBeLessThanOrEqual(200);
});

test('the next step is the first thing missing', () => {
  const labels = { ok: 10, ng: 0, unsure: 0, none: 0 };
  const splits = { train: 0, calibrate: 0, test: 0, none: 10 };
  expect(nextStep({ total: 10, labels: { ...labels, ok: 2, none: 8 }, splits }, 0)).toBe('label');
  expect(nextStep({ total: 10, labels, splits }, 0)).toBe('split');
  expect(nextStep({ total: 10, labels, splits: { ...splits, train: 8 } }, 0)).toBe('freeze');
  expect(nextStep({ total: 10, labels, splits: { ...splits, train: 8 } }, 1)).toBe('train');
});

test('lengths, sizes and times ago read as people say them', () => {
  expect([0.2, 59.6, 3661, 90_061].map(formatDuration)).toEqual([
    '0\u202fs',
    '1\u202fmin',
    '1\u202fh 1\u202fmin',
    '1\u202fd 1\u202fh',
  ]);
  expect([0, 999, 1500, 2.5e9].map(formatBytes)).toEqual([
    '0\u202fB',
    '999\u202fB',
    '1.5\u202fkB',
    '2.5\u202fGB',
  ]);
  const now = Date.UTC(2026, 10, 25, 12);
  expect(formatAgo(now - 1000, now)).toBe('now');
  expect(formatAgo(now - 3 * 3_600_000, now)).toBe('3 hours ago');
  expect(formatAgo(now - 30 * 86_400_000, now)).toBe('26 Oct 2026');
});

test('an event makes stale what shows it, and nothing else', () => {
  const changed = (what: 'labels' | 'settings') =>
    areasTouched('catalog.changed', { what, productId: 1 });
  expect(changed('labels')).toContain('gallery');
  expect(changed('settings')).not.toContain('gallery');
  expect(areasTouched('reports.changed', {})).toEqual(['reports']);
  const job = { runId: 1, kind: 'backup', progress: null } as const;
  expect(areasTouched('jobs.changed', { ...job, state: 'running' })).toEqual([]);
  expect(areasTouched('jobs.changed', { ...job, state: 'finished' })).toContain('backups');
});
