/** Why this file exists: the images of an evaluation with the verdict that thresholds give each. Pure. */
import { GOOD } from '../../shared/dataset.ts';
import type { Thresholds, ThresholdSource, Verdict } from '../../shared/entities/threshold.ts';
import { verdictOf } from '../../shared/entities/threshold.ts';
import type { Report, ReportImage } from '../../shared/report.ts';

/** Thresholds that judge a report's images. */
export interface Judge {
  base: Thresholds;
  /** Other values for some defects, by name. */
  perDefect: ReadonlyMap<string, Thresholds>;
  source: ThresholdSource;
  /** The stored set it is; null for the report's own threshold. */
  set: { number: number; actor: string; at: number; reason: string } | null;
}

export interface JudgedImage {
  /** Place in `report.images`. */
  index: number;
  image: ReportImage;
  good: boolean;
  verdict: Verdict;
}

/** The report's own threshold as a judge; null where none is defined. */
export function ownJudge(report: Report): Judge | null {
  if (report.threshold === null) return null;
  const base = {
    t1: report.threshold,
    t2: report.threshold,
    pixel: report.pixelThreshold ?? Infinity,
    minArea: 0,
  };
  return { base, perDefect: new Map(), source: report.thresholdSource, set: null };
}

/** Every image with its verdict, in the order of the report. */
export function judged(report: Report, judge: Judge): JudgedImage[] {
  return report.images.map((image, index) => ({
    index,
    image,
    good: image.label === GOOD,
    verdict: verdictOf(image.score, valuesFor(judge, image.label)),
  }));
}

/** The values that judge images of a label. */
export function valuesFor({ base, perDefect }: Judge, label: string): Thresholds {
  return perDefect.get(label) ?? base;
}

export interface Decisions {
  missed: number;
  falseAlarms: number;
  sentToReview: number;
  /** Missed per 1,000 defective images; null without any. */
  escape: number | null;
  /** False alarms per 1,000 good images; null without any. */
  overkill: number | null;
}

export function decisionsOf(images: readonly JudgedImage[]): Decisions {
  const count = (test: (image: JudgedImage) => boolean): number => images.filter(test).length;
  const good = count((one) => one.good);
  const missed = count((one) => !one.good && one.verdict === 'ok');
  const falseAlarms = count((one) => one.good && one.verdict === 'ng');
  const rate = (part: number, whole: number): number | null =>
    whole === 0 ? null : (1000 * part) / whole;
  return {
    missed,
    falseAlarms,
    sentToReview: count((one) => one.verdict === 'review'),
    escape: rate(missed, images.length - good),
    overkill: rate(falseAlarms, good),
  };
}

/** Defective images called OK, the lowest score first: the ones furthest from being caught. */
export function worstMisses(images: readonly JudgedImage[]): JudgedImage[] {
  return images
    .filter((one) => !one.good && one.verdict === 'ok')
    .sort((a, b) => a.image.score - b.image.score || a.index - b.index);
}

/** Good images called NG, the highest score first. */
export function worstFalseAlarms(images: readonly JudgedImage[]): JudgedImage[] {
  return images
    .filter((one) => one.good && one.verdict === 'ng')
    .sort((a, b) => b.image.score - a.image.score || a.index - b.index);
}
