/**
 * Why this file exists: exact pixel metrics of a set that does not fit in memory. Maps are read
 * image by image, several times; memory follows a budget, whatever the number of images.
 *
 * The ROC, PRO and F1 curves need every distinct score as a threshold, but between two scores of
 * defective pixels nothing is gained: PRO and recall stand still while false positives grow, a
 * horizontal line whose area needs only its length, and F1 only falls. So:
 * 1. Count the defective pixels in each bucket (upper 16 bits of the ordered key of a score), and
 *    cut the buckets into ranges whose tables fit the budget; mostly there is one range.
 * 2. For each range, from high to low: (a) collect its distinct defective scores; (b) count, for
 *    each of them, defective pixels, their share of their region, background pixels of that very
 *    score, and background pixels between it and the next; (c) sweep these counts downwards.
 */
import { AUPRO_LIMIT } from './aupro.ts';
import { BUCKETS, DefectScoreSet, PAGE_BYTES } from './defect-score-set.ts';
import { orderedKeys } from './float-order.ts';
import { PixelSweep, sum } from './pixel-sweep.ts';
import type { PixelMetrics, RangeCounts, Totals } from './pixel-sweep.ts';
import type { RegionRuns } from './region-runs.ts';

export interface PixelImage {
  /** `null` for a good image, else the defect type; each type gets its own AUROC. */
  group: string | null;
  /** Ground truth; `noRegions` for a good image. */
  regions: RegionRuns;
  /** The map, `regions.pixels` values. Called several times; the same values each time. */
  read: () => Promise<Float32Array>;
}

export interface PixelMetricsOptions {
  /** FPR limit of AU-PRO, default 0.3. */
  limit?: number;
  /** Whether `groupAuroc` is wanted (default true); without, it stays empty and less is counted. */
  groups?: boolean;
  /** Budget for the tables in bytes, default 256 MB; a range of one bucket may exceed it. */
  memoryBytes?: number;
  /** Called after each image that was read, with the reads done and planned; may throw to stop. */
  onImage?: (done: number, total: number) => void;
}

/** Cuts the buckets 65535..0 into ranges [low, high], highest first, that fit the budget. */
function planRanges(
  defective: Float64Array,
  bytesPerScore: number,
  budget: number,
): [low: number, high: number][] {
  const ranges: [number, number][] = [];
  let high = BUCKETS - 1;
  let bytes = 0;
  for (let bucket = BUCKETS - 1; bucket >= 0; bucket -= 1) {
    const count = defective[bucket]!;
    // A bucket holds at most 65,536 distinct scores, however many pixels fall into it.
    const cost = count === 0 ? 0 : PAGE_BYTES + Math.min(count, BUCKETS) * bytesPerScore;
    if (bytes > 0 && bytes + cost > budget) {
      ranges.push([bucket + 1, high]);
      high = bucket;
      bytes = 0;
    }
    bytes += cost;
  }
  ranges.push([0, high]);
  return ranges;
}

/** Reads images one after another as ordered keys, into one buffer. */
class KeyReader {
  private keys = new Uint32Array(0);
  private readonly onImage: (done: number, total: number) => void;
  private done = 0;
  total = 0;

  constructor(onImage: (done: number, total: number) => void) {
    this.onImage = onImage;
  }

  async read(image: PixelImage): Promise<Uint32Array> {
    const scores = await image.read();
    if (scores.length !== image.regions.pixels) {
      throw new RangeError(`A map has ${scores.length} pixels, its mask ${image.regions.pixels}.`);
    }
    if (this.keys.length < scores.length) this.keys = new Uint32Array(scores.length);
    orderedKeys(scores, this.keys);
    this.done += 1;
    this.onImage(this.done, this.total);
    return this.keys;
  }
}

/**
 * Pixel AUROC, AU-PRO, max-F1 and per-group AUROC over all `images`, exact: equal to the in-memory
 * functions up to the rounding of sums. A defective image whose ground truth is not known must not
 * be among `images`. Throws RangeError on NaN, on sizes that do not fit and on more than 2^32 - 1
 * pixels; errors of `read` and `onImage` pass through.
 */
export async function pixelMetrics(
  images: readonly PixelImage[],
  options: PixelMetricsOptions = {},
): Promise<PixelMetrics> {
  const { limit = AUPRO_LIMIT, memoryBytes = 256 * 2 ** 20, onImage = () => {} } = options;
  if (!(limit > 0 && limit <= 1)) throw new RangeError(`The limit lies in 0..1, not ${limit}.`);
  const wanted = options.groups ?? true;
  const groups = wanted
    ? [...new Set(images.flatMap(({ group }) => (group === null ? [] : [group])))].sort()
    : [];
  const groupIndex = new Map(groups.map((name, index) => [name, index]));
  const groupOf = (image: PixelImage): number =>
    image.group === null ? 0 : (groupIndex.get(image.group) ?? 0);
  const classOf = (image: PixelImage): number =>
    !wanted || image.group === null ? 0 : groupOf(image) + 1;
  const zeros = (length: number) => new Array<number>(length).fill(0);

  const totals: Totals = {
    background: zeros(groups.length + 1),
    defective: zeros(Math.max(1, groups.length)),
    regions: 0,
  };
  let pixels = 0;
  for (const image of images) {
    if (image.group === null && image.regions.areas.length > 0) {
      throw new RangeError('A good image has a region in its ground truth.');
    }
    pixels += image.regions.pixels;
    totals.background[classOf(image)]! += backgroundOf(image.regions);
    totals.defective[groupOf(image)]! += image.regions.defective;
    totals.regions += image.regions.areas.length;
  }
  if (pixels > 0xffffffff) throw new RangeError(`${pixels} pixels are more than can be counted.`);
  if (totals.regions === 0 || sum(totals.background) === 0) {
    const groupAuroc = new Map(groups.map((name) => [name, null]));
    return { auroc: null, auPro: null, proCurve: [], maxF1: null, groupAuroc };
  }

  const withRegions = images.filter(({ regions }) => regions.areas.length > 0);
  const reader = new KeyReader(onImage);
  reader.total = 2 * withRegions.length + images.length;
  const inBucket = new Float64Array(BUCKETS);
  for (const image of withRegions) {
    const keys = await reader.read(image);
    const { runs } = image.regions;
    for (let run = 0; run < runs.length; run += 3) {
      for (let i = runs[run]!; i < runs[run + 1]!; i += 1) inBucket[keys[i]! >>> 16]! += 1;
    }
  }

  const bytesPerScore = 8 + 4 * totals.defective.length + 8 * totals.background.length;
  const ranges = planRanges(inBucket, bytesPerScore, memoryBytes);
  reader.total = withRegions.length + ranges.length * (withRegions.length + images.length);
  const sweep = new PixelSweep(totals, limit);
  for (const [low, high] of ranges) {
    const scores = new DefectScoreSet(low, high, inBucket);
    for (const image of withRegions) {
      const keys = await reader.read(image);
      const { runs } = image.regions;
      for (let run = 0; run < runs.length; run += 3) scores.add(keys, runs[run]!, runs[run + 1]!);
    }
    scores.seal();
    const counts: RangeCounts = {
      scores,
      background: totals.background.map(() => new Uint32Array(2 * scores.size + 1)),
      defective: totals.defective.map(() => new Uint32Array(scores.size)),
      overlap: new Float64Array(scores.size),
    };
    for (const image of images) {
      const keys = await reader.read(image);
      countImage(counts, image.regions, keys, classOf(image), groupOf(image));
    }
    sweep.add(counts);
  }
  return sweep.result(groups);
}

const backgroundOf = ({ pixels, defective, ignoredPixels }: RegionRuns): number =>
  pixels - defective - ignoredPixels;

/** Adds one image to the counts of a range. */
function countImage(
  { scores, background, defective, overlap }: RangeCounts,
  { pixels, runs, areas, ignored }: RegionRuns,
  keys: Uint32Array,
  backgroundClass: number,
  group: number,
): void {
  const counts = background[backgroundClass]!;
  let from = 0;
  let next = 0;
  /** Counts the background up to pixel `end`, without what is ignored. */
  const countUpTo = (end: number): void => {
    for (; next < ignored.length && ignored[next]! < end; next += 2) {
      scores.countPositions(keys, from, ignored[next]!, counts);
      from = ignored[next + 1]!;
    }
    scores.countPositions(keys, from, end, counts);
  };
  for (let run = 0; run < runs.length; run += 3) {
    const start = runs[run]!;
    const end = runs[run + 1]!;
    const share = 1 / areas[runs[run + 2]!]!;
    countUpTo(start);
    for (let i = start; i < end; i += 1) {
      const rank = scores.rankOf(keys[i]!);
      if (rank < 0) continue;
      defective[group]![rank]! += 1;
      overlap[rank]! += share;
    }
    from = end;
  }
  countUpTo(pixels);
}
