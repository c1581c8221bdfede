/** Why this file exists: the small rules of review: what comes next, how tools grow, what is kept. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_BRUSH, MIN_BRUSH, nextSize } from '../../../../src/renderer/src/canvas/mask/brush.ts';
import { maskFileName } from '../../../../src/renderer/src/features/review/mask-file-name.ts';
import { parseReviewPreferences } from '../../../../src/renderer/src/features/review/review-preferences.ts';
import { nextOf } from '../../../../src/renderer/src/features/review/queue-order.ts';

describe('the next image that waits for a person', () => {
  test('comes after the present one, round to the start, and is never it', () => {
    const ids = [10, 11, 12, 13];
    expect(nextOf(ids, new Set([10, 13]), 11)).toBe(13);
    expect(nextOf(ids, new Set([10, 11]), 12)).toBe(10);
    expect(nextOf(ids, new Set([12]), 12)).toBeNull();
    expect(nextOf(ids, new Set(), 12)).toBeNull();
    expect(nextOf(ids, new Set([11]), 99)).toBe(11);
    expect(nextOf([], new Set([1]), 1)).toBeNull();
  });

  test('visits every image that waits', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(99), { minLength: 1 }),
        fc.func(fc.boolean()),
        (ids, waits) => {
          const open = new Set(ids.filter((id) => waits(id)));
          const visited: number[] = [];
          let at = ids[0] ?? 0;
          open.delete(at);
          for (let next = nextOf(ids, open, at); next !== null; next = nextOf(ids, open, at)) {
            visited.push(next);
            open.delete(next);
            at = next;
          }
          expect(open.size).toBe(0);
          expect(visited).toEqual(ids.filter((id) => visited.includes(id)));
        },
      ),
    );
  });
});

describe('the brush', () => {
  test('grows and shrinks by whole pixels and stays within its limits', () => {
    fc.assert(
      fc.property(fc.integer({ min: MIN_BRUSH, max: MAX_BRUSH }), (size) => {
        const larger = nextSize(size, 1);
        const smaller = nextSize(size, -1);
        expect(Number.isInteger(larger) && Number.isInteger(smaller)).toBe(true);
        expect(larger > size || size === MAX_BRUSH).toBe(true);
        expect(smaller < size || size === MIN_BRUSH).toBe(true);
        expect(larger).toBeLessThanOrEqual(MAX_BRUSH);
        expect(smaller).toBeGreaterThanOrEqual(MIN_BRUSH);
      }),
    );
  });
});

describe('preferences', () => {
  test('come back as they were kept', () => {
    const kept = {
      ...parseReviewPreferences(null),
      brightness: 1.5,
      layer: '32',
      comparison: 'wipe',
      blind: true,
      brush: 80,
      panel: 'mask',
    };
    expect(parseReviewPreferences(JSON.stringify(kept))).toEqual(kept);
  });

  test('that are missing, odd or broken take their defaults', () => {
    const odd = '{"brightness":900,"layer":"8","brush":-3,"wipe":"x","panel":7}';
    for (const text of [null, '', 'no JSON', '[]', odd]) {
      expect(parseReviewPreferences(text)).toEqual(parseReviewPreferences(null));
    }
  });
});

test('a mask’s file is named after its image', () => {
  expect(maskFileName('test/scratch/007.jpg')).toBe('007_mask.png');
  expect(maskFileName('a.b/part.v2.png')).toBe('part.v2_mask.png');
  expect(maskFileName('.hidden')).toBe('.hidden_mask.png');
});
