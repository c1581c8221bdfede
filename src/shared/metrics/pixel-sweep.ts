/**
 * Why this file exists: the second half of `streaming.ts`, from counts to metrics. It goes down
 * the distinct defective scores once and adds up the area under every curve on the way.
 */
import { AreaUpTo } from './aupro.ts';
import type { DefectScoreSet } from './defect-score-set.ts';
import { scoreOfKey } from './float-order.ts';
import { f1Score } from './precision-recall.ts';
import type { MaxF1 } from './precision-recall.ts';

/** A point of the PRO curve: false positive rate, mean overlap with the regions, and its threshold. */
export type ProPoint = [falsePositiveRate: number, overlap: number, threshold: number | null];

/** Points over each axis of a thinned PRO curve, at most. */
const PRO_STEPS = 200;

export interface PixelMetrics {
  /** Over all pixels of all images, good ones included; null when one class is missing. */
  auroc: number | null;
  /** As `auPro` defines it; null when there is no region or no background. */
  auPro: number | null;
  /**
   * The PRO curve up to the limit, thinned to what a drawing shows. The threshold is null where
   * background was added between two scores of defective pixels. Empty where `auPro` is null.
   */
  proCurve: ProPoint[];
  /** As `maxF1` defines it, over all pixels. */
  maxF1: MaxF1 | null;
  /** AUROC of each group's pixels together with those of all good images. */
  groupAuroc: Map<string, number | null>;
}

/** The counts of one range of scores. Class 0 of the background is the good images. */
export interface RangeCounts {
  scores: DefectScoreSet;
  /** Per background class, at the positions of `DefectScoreSet.countPositions`. */
  background: Uint32Array[];
  /** Per defect group, defective pixels of each distinct score. */
  defective: Uint32Array[];
  /** Sum of 1 / region size over the defective pixels of each distinct score. */
  overlap: Float64Array;
}

export interface Totals {
  background: number[];
  defective: number[];
  regions: number;
}

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Goes down the ranges from the highest score and adds up every curve. */
export class PixelSweep {
  private readonly totals: Totals;
  private readonly allBackground: number;
  private readonly allDefective: number;
  private readonly pro: AreaUpTo;
  private readonly curve: ProPoint[] = [[0, 0, null]];
  private keptX = 0;
  private keptY = 0;
  private overlap = 0;
  private falsePositives = 0;
  private caught = 0;
  private wins = 0;
  private readonly groupCaught: number[];
  private readonly groupWins: number[];
  private best: { f1: number; key: number; caught: number; falsePositives: number } | null = null;

  constructor(totals: Totals, limit: number) {
    this.totals = totals;
    this.allBackground = sum(totals.background);
    this.allDefective = sum(totals.defective);
    this.pro = new AreaUpTo(limit);
    this.groupCaught = totals.defective.map(() => 0);
    this.groupWins = totals.defective.map(() => 0);
  }

  /** Adds a range; ranges come from high to low. */
  add(counts: RangeCounts): void {
    let rank = counts.scores.size;
    this.step(counts, 2 * rank, -1, null);
    counts.scores.forEachDescending((key) => {
      rank -= 1;
      this.step(counts, 2 * rank + 1, rank, key);
      const f1 = f1Score(this.caught, this.falsePositives, this.allDefective);
      if (this.best === null || f1 >= this.best.f1) {
        this.best = { f1, key, caught: this.caught, falsePositives: this.falsePositives };
      }
      this.step(counts, 2 * rank, -1, null);
    });
  }

  /** One point further: the background at `position`, and the defective pixels of `rank` if any. */
  private step(
    { background, defective, overlap }: RangeCounts,
    position: number,
    rank: number,
    key: number | null,
  ) {
    const good = background[0]![position]!;
    let backgroundHere = 0;
    for (const counts of background) backgroundHere += counts[position]!;
    let defectiveHere = 0;
    for (let group = 0; group < defective.length; group += 1) {
      const here = rank < 0 ? 0 : defective[group]![rank]!;
      // With a single background class (no groups) that class is everything.
      const others = background.length > 1 ? good + background[group + 1]![position]! : good;
      this.groupWins[group]! += others * (this.groupCaught[group]! + here / 2);
      this.groupCaught[group]! += here;
      defectiveHere += here;
    }
    this.wins += backgroundHere * (this.caught + defectiveHere / 2);
    this.caught += defectiveHere;
    this.falsePositives += backgroundHere;
    if (rank >= 0) this.overlap += overlap[rank]!;
    const x = this.falsePositives / this.allBackground;
    const y = this.overlap / this.totals.regions;
    this.pro.lineTo(x, y);
    this.keep(x, y, key);
  }

  /** Keeps a point that lies far enough from the last kept one, up to the first beyond the limit. */
  private keep(x: number, y: number, key: number | null): void {
    const { limit } = this.pro;
    if (this.keptX > limit) return;
    const far = x - this.keptX >= limit / PRO_STEPS || y - this.keptY >= 1 / PRO_STEPS;
    if (!far && x <= limit) return;
    this.curve.push([x, y, key === null ? null : scoreOfKey(key)]);
    this.keptX = x;
    this.keptY = y;
  }

  result(groups: readonly string[]): PixelMetrics {
    const { background, defective } = this.totals;
    const area = (wins: number, positives: number, negatives: number): number | null =>
      positives === 0 || negatives === 0 ? null : wins / positives / negatives;
    const groupAuroc = groups.map((name, group): [string, number | null] => [
      name,
      area(this.groupWins[group]!, defective[group]!, background[0]! + background[group + 1]!),
    ]);
    return {
      auroc: area(this.wins, this.allDefective, this.allBackground),
      auPro: this.pro.value / this.pro.limit,
      proCurve: this.curve,
      maxF1: this.best && {
        f1: this.best.f1,
        threshold: scoreOfKey(this.best.key),
        precision: this.best.caught / (this.best.caught + this.best.falsePositives),
        recall: this.best.caught / this.allDefective,
      },
      groupAuroc: new Map(groupAuroc),
    };
  }
}
