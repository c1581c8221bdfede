/**
 * Why this file exists: pages of a product's images in any order and under any filter, fast at
 * 100,000 images and 1,000,000 results.
 *
 * Two ways lead to a page. Walking the index of the order is quick when the filter lets many
 * images through; when it lets few through, gathering those and sorting them is. Which it is, is
 * found out by counting, no further than needed.
 */
import { z } from 'zod';
import { GalleryQuerySchema, GalleryScopeSchema } from '../../shared/entities/gallery.ts';
import type {
  GalleryCounts,
  GalleryItem,
  GalleryPage,
  GalleryQuery,
  GalleryScope,
} from '../../shared/entities/gallery.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { LabelValue } from '../../shared/entities/label.ts';
import { verdictOf } from '../../shared/entities/threshold.ts';
import type { Verdict } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { ReadableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { getDatasetVersion } from './dataset-versions.ts';
import { countSql, facetsSql, laneSql, lanesOf, partsOf, shortWalkSql } from './gallery-sql.ts';
import type { Driver, Lane, Parts, Position } from './gallery-sql.ts';
import type { Sql } from './sql-text.ts';

/** What decides between the ways to a page; it changes only the time, never the page. */
export interface GalleryTuning {
  /** Up to this many images are gathered and sorted rather than walked past. */
  mostGathered: number;
  /** So many entries of the order's index are tried before more than that many are gathered. */
  shortWalk: number;
}

const TUNING: GalleryTuning = { mostGathered: 16_000, shortWalk: 4000 };
const EVERYTHING = Number.MAX_SAFE_INTEGER;

const CursorSchema = z.object({
  sort: z.string(),
  descending: z.boolean(),
  /** The last image taken of each lane. */
  lanes: z.array(z.tuple([z.union([z.string(), z.number()]), z.number().int()]).nullable()),
});

interface Found {
  id: number;
  key: string | number;
}

/**
 * One page. Its cursor stays valid while images come and go and labels change: no image that is in
 * place throughout is skipped or shown twice.
 * @throws LoupeError `usage` for a query that is not valid or lacks the model its order needs;
 *   `not-found` for the version
 */
export function galleryPage(
  catalog: ReadableCatalog,
  query: z.input<typeof GalleryQuerySchema>,
  tuning: GalleryTuning = TUNING,
): GalleryPage {
  const wanted = checked(GalleryQuerySchema, query, 'The query');
  const { found, positions, more } = find(catalog, wanted, {
    limit: wanted.limit,
    from: start(wanted),
    tuning,
  });
  const { sort, descending } = wanted;
  return {
    items: galleryItems(
      catalog,
      wanted,
      found.map(({ id }) => id),
    ),
    next: more ? JSON.stringify({ sort, descending, lanes: positions }) : null,
  };
}

/**
 * The ids of all images of a query in its order, without their data (100,000 in about 0.1 s), for
 * a list that can be scrolled anywhere. `after` and `limit` do not count here.
 */
export function galleryIds(
  catalog: ReadableCatalog,
  query: z.input<typeof GalleryQuerySchema>,
): number[] {
  const wanted = checked(GalleryQuerySchema, query, 'The query');
  // A whole list looks at every image either way, so nothing is gathered.
  const all = { limit: EVERYTHING, from: [], tuning: { mostGathered: -1, shortWalk: 0 } };
  return find(catalog, wanted, all).found.map(({ id }) => id);
}

interface ItemRow extends Omit<GalleryItem, 'hasMask' | 'reviewed' | 'missing' | 'verdict'> {
  hasMask: number;
  reviewed: number;
  missing: number;
}

/** What is shown of images, in the order of `ids`; an id that is no image is left out. */
export function galleryItems(
  catalog: ReadableCatalog,
  { modelId, versionId, band }: Pick<GalleryScope, 'modelId' | 'versionId' | 'band'>,
  ids: readonly number[],
): GalleryItem[] {
  const sql = `SELECT i.id AS imageId, i.path, i.sha256, i.width, i.height, i.added_at AS addedAt,
      coalesce(v.split, s.split) AS split, s.label, s.defect_class_id AS defectClassId,
      s.has_mask AS hasMask, s.reviewed, i.missing_since IS NOT NULL AS missing, r.score
    FROM json_each(?) wanted CROSS JOIN image i ON i.id = wanted.value
    CROSS JOIN image_state s ON s.image_id = i.id
    LEFT JOIN result r ON r.model_id = ? AND r.image_id = i.id
    LEFT JOIN version_image v ON v.version_id = ? AND v.image_id = i.id
    ORDER BY wanted.key`;
  return catalog
    .all<ItemRow>(sql, JSON.stringify(ids), modelId ?? null, versionId ?? null)
    .map((row) => ({
      ...row,
      hasMask: row.hasMask === 1,
      reviewed: row.reviewed === 1,
      missing: row.missing === 1,
      verdict: row.score === null || !band ? null : verdictOf(row.score, band),
    }));
}

interface FacetRow {
  label: LabelValue;
  defectClassId: number | null;
  split: ImageSplit;
  hasMask: number;
  reviewed: number;
  verdict: Verdict | null;
  n: number;
}

/** How many images a scope holds, in all and by each value. @throws LoupeError `usage` */
export function galleryCounts(
  catalog: ReadableCatalog,
  scope: z.input<typeof GalleryScopeSchema>,
): GalleryCounts {
  const wanted = checked(GalleryScopeSchema, scope, 'The query');
  const { text, values } = facetsSql(wanted);
  const rows = catalog.all<FacetRow>(text, ...values);
  const sum = (where: (row: FacetRow) => boolean) =>
    rows.reduce((total, row) => (where(row) ? total + row.n : total), 0);
  const by = <K extends string>(names: readonly K[], of: (row: FacetRow) => string | null) =>
    Object.fromEntries(names.map((name) => [name, sum((row) => of(row) === name)])) as Record<
      K,
      number
    >;
  const classes = new Set(rows.flatMap(({ defectClassId }) => defectClassId ?? []));
  return {
    total: sum(() => true),
    labels: by(['none', 'ok', 'ng', 'unsure'], ({ label }) => label),
    splits: by(['none', 'train', 'calibrate', 'test'], ({ split }) => split),
    defectClasses: [...classes]
      .sort((a, b) => a - b)
      .map((id) => ({ defectClassId: id, images: sum((row) => row.defectClassId === id) })),
    withMask: sum(({ hasMask }) => hasMask === 1),
    reviewed: sum(({ reviewed }) => reviewed === 1),
    verdicts:
      wanted.modelId !== undefined && wanted.band
        ? by(['ok', 'review', 'ng'], ({ verdict }) => verdict)
        : null,
  };
}

/** The lanes' positions that a query starts from. @throws LoupeError `usage` for a foreign cursor */
function start({ after, sort, descending }: GalleryQuery): (Position | null)[] {
  if (after === undefined) return [];
  let cursor: z.infer<typeof CursorSchema> | undefined;
  try {
    cursor = CursorSchema.safeParse(JSON.parse(after)).data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (cursor?.sort !== sort || cursor.descending !== descending) {
    throw new LoupeError(
      'usage',
      'The next page was asked for with a mark that belongs to another order.',
      'Start again from the first page.',
    );
  }
  return cursor.lanes;
}

interface Extent {
  limit: number;
  /** Where each lane begins; missing or null at its start. */
  from: (Position | null)[];
  tuning: GalleryTuning;
}

/** Takes up to `limit` images from all lanes, the smallest rank first. */
function find(
  catalog: ReadableCatalog,
  query: GalleryQuery,
  { limit, from, tuning }: Extent,
): { found: Found[]; positions: (Position | null)[]; more: boolean } {
  const parts = partsOf(query);
  const lanes = lanesOf(query.sort, query.descending, query);
  // One more than asked for tells whether there is a next page.
  const reach = limit === EVERYTHING ? limit : limit + 1;
  const queues = lanes.map((lane, i) =>
    takeFrom(catalog, lane, parts, { after: from[i] ?? null, limit: reach, tuning }),
  );
  const positions = lanes.map((_, i) => from[i] ?? null);
  const heads = lanes.map(() => 0);
  const found: Found[] = [];
  for (;;) {
    const next = firstLane(lanes, queues, heads);
    if (next === undefined) return { found, positions, more: false };
    if (found.length === limit) return { found, positions, more: true };
    const image = queues[next]![heads[next]!++]!;
    found.push(image);
    positions[next] = [image.key, image.id];
  }
}

/** The lane whose next image has the smallest rank; undefined when all are used up. */
function firstLane(lanes: Lane[], queues: Found[][], heads: number[]): number | undefined {
  let best: number | undefined;
  let bestRank = Infinity;
  lanes.forEach(({ rank }, i) => {
    const head = queues[i]![heads[i]!];
    if (!head) return;
    const value = rank(head.key);
    if (best === undefined || value < bestRank) [best, bestRank] = [i, value];
  });
  return best;
}

/** The next images of one lane. */
function takeFrom(
  catalog: ReadableCatalog,
  lane: Lane,
  parts: Parts,
  { after, limit, tuning }: { after: Position | null; limit: number; tuning: GalleryTuning },
): Found[] {
  const run = ({ text, values }: Sql) => catalog.all<Found>(text, ...values);
  const { driver, images } = chooseDriver(catalog, lane, parts, tuning.mostGathered);
  // Unless order and filter go against each other, a page's worth is found within a few steps.
  if (driver !== 'order' && images > tuning.shortWalk) {
    const near = run(shortWalkSql(lane, parts, tuning.shortWalk, after, limit));
    if (near.length === limit) return near;
  }
  return run(laneSql(lane, parts, driver, after, limit));
}

/** The table that leads to the fewest images, as far as counting a little tells, and how many. */
function chooseDriver(
  catalog: ReadableCatalog,
  lane: Lane,
  parts: Parts,
  mostGathered: number,
): { driver: Driver; images: number } {
  let driver: Driver = 'order';
  let images = mostGathered + 1;
  const offer = (other: Driver, count: number) => {
    if (count < images) [driver, images] = [other, count];
  };
  const count = (other: 'state' | 'verdict') => {
    const { text, values } = countSql(lane, parts, other, images);
    return catalog.get<{ n: number }>(text, ...values)?.n ?? 0;
  };
  if (images > 0) {
    if (parts.versionId !== undefined) {
      offer('version', getDatasetVersion(catalog, parts.versionId).images);
    }
    if (parts.state.length + lane.state.length > 0) offer('state', count('state'));
    if (parts.result.length > 0 && lane.by !== 'score') offer('verdict', count('verdict'));
  }
  return { driver, images };
}
