/** Why this file exists: what the gallery shows, in which order, under which verdict. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  filterOf,
  isShown,
  labelsOf,
  outcomeOf,
  selectImages,
  verdictOf,
  type Outcome,
} from '../../../src/renderer/src/features/reports/verdict.ts';
import { ANY_DEFECT, DEFAULT_VIEW } from '../../../src/renderer/src/state/route.ts';
import { confusionAt } from '../../../src/shared/metrics/confusion.ts';
import { makeImage, makeReport } from '../serve/make-report.ts';

const OUTCOMES: Outcome[] = ['caught', 'missedDefects', 'falseAlarms', 'passed'];

const report = makeReport({
  threshold: 2,
  images: [
    makeImage({ path: 'b', score: 1 }),
    makeImage({ path: 'a', score: 2.5 }),
    makeImage({ path: 'c', label: 'dent', score: 2 }),
    makeImage({ path: 'd', label: 'stain', score: 1.9 }),
    makeImage({ path: 'e', label: 'dent', score: 9 }),
  ],
});

const shownPaths = (change: Partial<typeof DEFAULT_VIEW>): string[] =>
  selectImages(report, { ...DEFAULT_VIEW, ...change }).map((at) => report.images[at]?.path ?? '');

describe('a verdict', () => {
  test('is NG at the threshold itself', () => {
    expect(verdictOf(2, 2)).toBe('ng');
    expect(verdictOf(1.999, 2)).toBe('ok');
    expect(verdictOf(1, null)).toBe('unknown');
  });

  test('and a label make an outcome', () => {
    expect(report.images.map((image) => outcomeOf(image, 2))).toEqual([
      'passed',
      'falseAlarms',
      'caught',
      'missedDefects',
      'caught',
    ]);
    expect(outcomeOf(makeImage(), null)).toBeNull();
  });
});

describe('the gallery', () => {
  test('sorts by score, distance and path, both ways', () => {
    expect(shownPaths({})).toEqual(['e', 'a', 'c', 'd', 'b']);
    expect(shownPaths({ descending: false })).toEqual(['b', 'd', 'c', 'a', 'e']);
    expect(shownPaths({ sort: 'distance', descending: false })).toEqual(['c', 'd', 'a', 'b', 'e']);
    expect(shownPaths({ sort: 'path', descending: false })).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(shownPaths({ sort: 'path', descending: true })).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  test('filters by label and verdict', () => {
    expect(shownPaths({ label: 'dent' })).toEqual(['e', 'c']);
    expect(shownPaths({ label: ANY_DEFECT })).toEqual(['e', 'c', 'd']);
    expect(shownPaths({ label: 'good', verdict: 'ng' })).toEqual(['a']);
    expect(shownPaths({ label: 'none of these' })).toEqual([]);
  });

  test('of a cell of the confusion shows exactly that cell’s images', () => {
    const image = fc.record({
      label: fc.constantFrom('good', 'dent', 'stain'),
      score: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(image), fc.integer({ min: 0, max: 6 }), (images, threshold) => {
        const all = images.map((change) => makeImage(change));
        const counts = confusionAt(
          images.map(({ score }) => score),
          images.map(({ label }) => (label === 'good' ? 0 : 1)),
          threshold,
        );
        for (const outcome of OUTCOMES) {
          const filter = { ...DEFAULT_VIEW, ...filterOf(outcome) };
          const shown = all.filter((one) => isShown(one, filter, threshold));
          expect(shown).toHaveLength(counts[outcome]);
          expect(shown.every((one) => outcomeOf(one, threshold) === outcome)).toBe(true);
        }
      }),
    );
  });

  test('names each label once, good first', () => {
    expect(labelsOf(report)).toEqual(['good', 'dent', 'stain']);
  });
});
