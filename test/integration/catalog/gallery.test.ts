/**
 * Why this file exists: whatever way a page is found, it must hold what a plain filter and sort
 * over all images would give, page after page, without a gap or a repetition.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadableCatalog } from '../../../src/main/catalog/catalog.ts';
import { freezeDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { galleryCounts, galleryIds, galleryPage } from '../../../src/main/catalog/gallery.ts';
import type { GalleryTuning } from '../../../src/main/catalog/gallery.ts';
import { assignSplits, excludeImages, markMissing } from '../../../src/main/catalog/images.ts';
import { labelImages } from '../../../src/main/catalog/labels.ts';
import { setMask } from '../../../src/main/catalog/masks.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import type {
  GalleryFilter,
  GalleryItem,
  GalleryQuery,
  GallerySort,
} from '../../../src/shared/entities/gallery.ts';
import type { LabelValue } from '../../../src/shared/entities/label.ts';
import { verdictOf } from '../../../src/shared/entities/threshold.ts';
import { encodeMask } from '../../../src/shared/mask-rle.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { candidate, newResult, stocked } from './support.ts';

const BAND = { t1: 2, t2: 3 };
const SPLITS = ['none', 'train', 'calibrate', 'test'] as const;
const LABELS = ['none', 'ok', 'ng', 'unsure'] as const;

/** Images with every kind of state, scores with many ties, some without a result. */
function motley(count: number) {
  const stock = stocked(count);
  const { catalog, productId, imageIds } = stock;
  const random = createRandom(3);
  const classes = ['dent', 'scratch'].map((name) => ensureDefectClass(catalog, productId, name).id);
  const modelId = candidate(catalog, productId, 'm');
  const other = candidate(catalog, productId, 'n');
  assignSplits(
    catalog,
    imageIds.map((imageId) => ({ imageId, split: random.pick(SPLITS) })),
  );
  const data = new Uint8Array(48).fill(1, 3, 9);
  const code = encodeMask({ width: 8, height: 6, data });
  for (const id of imageIds) {
    const value = random.pick<LabelValue>(LABELS);
    const defectClassId = value === 'ng' ? random.pick(classes) : null;
    const origin = random.uniform() < 0.5 ? 'person' : 'import';
    if (value !== 'none') {
      labelImages(catalog, [id], { value, defectClassId, comment: '' }, { reviewer: 'A', origin });
    }
    if (random.uniform() < 0.2) setMask(catalog, id, code, { reviewer: 'A' });
    if (random.uniform() < 0.8) {
      putResults(catalog, [newResult(modelId, id, random.integer(20) / 4)]);
    }
    putResults(catalog, [newResult(other, id, random.uniform())]);
  }
  excludeImages(catalog, imageIds.slice(0, 3), { excluded: true, actor: 'A', reason: 'blurred' });
  markMissing(catalog, imageIds.slice(3, 5), true);
  const version = freezeDatasetVersion(catalog, { productId, actor: 'A' });
  // Later changes do not reach the version's splits.
  assignSplits(
    catalog,
    imageIds.slice(0, count / 2).map((imageId) => ({ imageId, split: random.pick(SPLITS) })),
  );
  return { ...stock, modelId, classes, versionId: version.id };
}

/** All items of a query, page by page. */
function everything(
  catalog: ReadableCatalog,
  query: object,
  tuning?: GalleryTuning,
): GalleryItem[] {
  const items: GalleryItem[] = [];
  let after: string | undefined;
  do {
    const page = galleryPage(
      catalog,
      { ...(query as GalleryQuery), ...(after && { after }) },
      tuning,
    );
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}

/** What the order of a query is by, smallest first; ties are broken by the image's number. */
function keyOf(sort: GallerySort, item: GalleryItem): number | string {
  const score = item.score ?? NaN;
  if (sort === 'path') return item.path;
  if (sort === 'date') return item.addedAt;
  if (sort === 'score') return score;
  if (sort === 'distance') return Math.abs(score - BAND.t2);
  return item.label === 'ok' ? BAND.t2 - score : score - BAND.t2;
}

function matches(item: GalleryItem, filter: GalleryFilter, sort: GallerySort): boolean {
  const verdict = item.score === null ? null : verdictOf(item.score, BAND);
  return (
    (filter.labels?.includes(item.label) ?? true) &&
    (filter.splits?.includes(item.split) ?? true) &&
    (filter.defectClassIds?.includes(item.defectClassId ?? -1) ?? true) &&
    (filter.scores === undefined ||
      (item.score !== null && item.score >= filter.scores.from && item.score < filter.scores.to)) &&
    (filter.verdicts === undefined || (verdict !== null && filter.verdicts.includes(verdict))) &&
    (filter.hasMask ?? item.hasMask) === item.hasMask &&
    (filter.reviewed ?? item.reviewed) === item.reviewed &&
    (sort === 'path' || sort === 'date' || item.score !== null) &&
    (sort !== 'disagreement' || item.label === 'ok' || item.label === 'ng')
  );
}

const some = <T>(values: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined });

describe('gallery', () => {
  it('gives what filtering and sorting all images gives, for any query', () => {
    const { catalog, productId, modelId, classes, versionId } = motley(240);
    const all = new Map([
      [undefined, everything(catalog, { productId, modelId, band: BAND })],
      [versionId, everything(catalog, { productId, modelId, band: BAND, versionId })],
    ]);
    expect(all.get(undefined)).toHaveLength(237);
    const filter = fc.record({
      labels: some(LABELS),
      defectClassIds: some(classes),
      splits: some(SPLITS),
      verdicts: some(['ok', 'review', 'ng'] as const),
      scores: fc.option(
        fc.record({ from: fc.double({ min: 0, max: 2, noNaN: true }), to: fc.constantFrom(1, 3) }),
        { nil: undefined },
      ),
      hasMask: fc.option(fc.boolean(), { nil: undefined }),
      reviewed: fc.option(fc.boolean(), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        filter,
        fc.constantFrom<GallerySort>('path', 'date', 'score', 'distance', 'disagreement'),
        fc.boolean(),
        fc.constantFrom(undefined, versionId),
        fc.integer({ min: 1, max: 60 }),
        // Every way to a page comes up: walking, walking a little first, gathering.
        fc.record({
          mostGathered: fc.constantFrom(-1, 30, 1000),
          shortWalk: fc.constantFrom(5, 50, 1000),
        }),
        (wanted, sort, descending, version, limit, tuning) => {
          const query = {
            productId,
            modelId,
            band: BAND,
            filter: Object.fromEntries(
              Object.entries(wanted).filter(([, value]) => value !== undefined),
            ),
            sort,
            descending,
            limit,
            ...(version !== undefined && { versionId: version }),
          };
          const found = everything(catalog, query, tuning);
          const expected = all.get(version)!.filter((item) => matches(item, query.filter, sort));
          const byId = (a: GalleryItem, b: GalleryItem) => a.imageId - b.imageId;
          expect([...found].sort(byId)).toEqual([...expected].sort(byId));
          const keys = found.map((item) => keyOf(sort, item));
          const sorted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect(keys).toEqual(descending ? sorted.reverse() : sorted);
          expect(galleryIds(catalog, query)).toEqual(found.map(({ imageId }) => imageId));
          expect(galleryCounts(catalog, query).total).toBe(
            all.get(version)!.filter((item) => matches(item, query.filter, 'path')).length,
          );
        },
      ),
      { numRuns: 800 },
    );
  });

  it('counts by each value', () => {
    const { catalog, productId, modelId, classes } = motley(120);
    const items = everything(catalog, { productId, modelId, band: BAND });
    const count = (where: (item: GalleryItem) => boolean) => items.filter(where).length;
    expect(galleryCounts(catalog, { productId, modelId, band: BAND })).toEqual({
      total: 117,
      labels: Object.fromEntries(LABELS.map((l) => [l, count(({ label }) => label === l)])),
      splits: Object.fromEntries(SPLITS.map((s) => [s, count(({ split }) => split === s)])),
      defectClasses: classes.map((id) => ({
        defectClassId: id,
        images: count(({ defectClassId }) => defectClassId === id),
      })),
      withMask: count(({ hasMask }) => hasMask),
      reviewed: count(({ reviewed }) => reviewed),
      verdicts: {
        ok: count(({ verdict }) => verdict === 'ok'),
        review: count(({ verdict }) => verdict === 'review'),
        ng: count(({ verdict }) => verdict === 'ng'),
      },
    });
    expect(galleryCounts(catalog, { productId }).verdicts).toBeNull();
  });

  it('goes on after the last image although images before it are labelled and excluded', () => {
    const { catalog, productId, imageIds } = stocked(10);
    const query = { productId, sort: 'path' as const, limit: 4 };
    const first = galleryPage(catalog, query);
    excludeImages(catalog, [imageIds[1]!], { excluded: true, actor: 'A', reason: 'x' });
    labelImages(
      catalog,
      [imageIds[0]!],
      { value: 'ok', defectClassId: null, comment: '' },
      {
        reviewer: 'A',
      },
    );
    const second = galleryPage(catalog, { ...query, after: first.next! });
    expect(second.items.map(({ imageId }) => imageId)).toEqual(imageIds.slice(4, 8));
    const third = galleryPage(catalog, { ...query, after: second.next! });
    expect(third.items.map(({ imageId }) => imageId)).toEqual(imageIds.slice(8));
    expect(third.next).toBeNull();
  });

  it('shows nothing of another product', () => {
    const { catalog } = stocked(3);
    const { id } = addProduct(catalog, { name: 'Tile', actor: 'A' });
    expect(galleryPage(catalog, { productId: id })).toEqual({ items: [], next: null });
    expect(galleryCounts(catalog, { productId: id }).total).toBe(0);
  });

  it('says what is missing in a query', () => {
    const { catalog, productId } = stocked(3);
    const refused = (query: object, sentence: string) =>
      expect(() => galleryPage(catalog, { productId, ...query })).toThrow(
        expect.objectContaining({
          code: 'usage',
          message: expect.stringContaining(sentence) as string,
        }),
      );
    refused({ sort: 'score' }, 'Sorting by score needs a model');
    refused({ sort: 'distance', modelId: 1 }, 'needs a model and its thresholds');
    refused({ filter: { verdicts: ['ng'] } }, 'A verdict needs a model');
    refused({ filter: { scores: { from: 0, to: 1 } } }, 'A range of scores needs a model');
    refused({ limit: 0 }, '(limit)');
    refused({ after: 'nonsense' }, 'another order');
    const { next } = galleryPage(catalog, { productId, limit: 1 });
    refused({ sort: 'date', after: next }, 'another order');
  });
});
