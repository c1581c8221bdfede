/** Why this file exists: a view of the gallery survives its address, and asks only what can be answered. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  galleryAddress,
  galleryRoute,
} from '../../../../src/renderer/src/features/gallery/route.ts';
import {
  conditions,
  DEFAULT_VIEW,
  LABELS,
  queryOf,
  SORTS,
  SPLITS,
  VERDICTS,
  viewFrom,
  viewParts,
  withCondition,
  type GalleryView,
} from '../../../../src/renderer/src/features/gallery/view.ts';
import { reviewRoute } from '../../../../src/renderer/src/features/review/route.ts';
import { parseAddress } from '../../../../src/renderer/src/state/address.ts';
import { GalleryQuerySchema } from '../../../../src/shared/entities/gallery.ts';

const id = fc.integer({ min: 1, max: 10 ** 9 });
const score = fc.double({ min: -5, max: 5, noNaN: true }).map((value) => value + 0);
const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const filter = fc.record(
  {
    labels: some(LABELS),
    defectClassIds: fc.uniqueArray(id, { minLength: 1, maxLength: 4 }),
    splits: some(SPLITS),
    verdicts: some(VERDICTS),
    scores: fc.record({ from: score, to: score }),
    hasMask: fc.boolean(),
    reviewed: fc.boolean(),
  },
  { requiredKeys: [] },
);
const view: fc.Arbitrary<GalleryView> = fc.record({
  model: fc.oneof(fc.constant(null), fc.constant('none' as const), id),
  version: fc.option(id),
  band: fc.option(
    fc.tuple(score, score).map(([a, b]) => ({ t1: Math.min(a, b), t2: Math.max(a, b) })),
  ),
  filter,
  sort: fc.constantFrom(...SORTS),
  descending: fc.boolean(),
});

describe('a view', () => {
  test('comes back from its address as it was', () => {
    fc.assert(
      fc.property(view, fc.option(id), (wanted, at) => {
        const { query } = parseAddress(galleryRoute.address(7, { view: wanted, at }));
        expect(galleryRoute.parse({ rest: [], query })).toEqual({ view: wanted, at });
      }),
    );
  });

  test('says nothing in the address that goes without saying', () => {
    expect(galleryAddress(3, {})).toBe('#/product/3/gallery');
    expect(viewParts({ ...DEFAULT_VIEW, sort: 'score', descending: true }).order).toBeUndefined();
  });

  test('takes what it does not understand for its default', () => {
    const odd = 'model=x&version=-1&t1=3&t2=2&label=blue.ng&class=a.4&sort=size&mask=maybe&from=1';
    expect(viewFrom(new URLSearchParams(odd))).toEqual({
      ...DEFAULT_VIEW,
      filter: { labels: ['ng'], defectClassIds: [4] },
    });
  });
});

describe('the question to the server', () => {
  test('is valid, with and without a model', () => {
    fc.assert(
      fc.property(view, fc.boolean(), (wanted, hasModel) => {
        const scoring = hasModel ? { modelId: 4, band: { t1: 1, t2: 2 } } : null;
        expect(GalleryQuerySchema.safeParse(queryOf(3, wanted, scoring)).success).toBe(true);
      }),
    );
  });

  test('leaves out what needs a model where there is none', () => {
    const wanted: GalleryView = {
      ...DEFAULT_VIEW,
      filter: { verdicts: ['ng'], scores: { from: 1, to: 2 }, labels: ['ok'] },
      sort: 'disagreement',
    };
    const { filter: asked, sort, modelId } = queryOf(3, wanted, null);
    expect(asked).toEqual({ labels: ['ok'] });
    expect(sort).toBe('path');
    expect(modelId).toBeUndefined();
  });
});

describe('a condition', () => {
  test('that is empty is none', () => {
    expect(withCondition({ labels: ['ok'], hasMask: true }, 'labels', [])).toEqual({
      hasMask: true,
    });
    expect(conditions(withCondition({}, 'reviewed', false))).toBe(1);
    expect(conditions(withCondition({ reviewed: false }, 'reviewed', undefined))).toBe(0);
  });
});

describe('review', () => {
  test('opened from the rail begins with what nobody has looked at', () => {
    const fresh = reviewRoute.parse({ rest: [], query: new URLSearchParams() });
    expect(fresh).toEqual({ image: null, view: { ...DEFAULT_VIEW, filter: { reviewed: false } } });
  });

  test('walks through the gallery’s view', () => {
    fc.assert(
      fc.property(view, id, (wanted, image) => {
        const { rest, query } = parseAddress(reviewRoute.address(7, { image, view: wanted }));
        expect(reviewRoute.parse({ rest, query })).toEqual({ image, view: wanted });
      }),
    );
  });
});
