/** Why this file exists: the part of a report that follows from image scores and labels alone. */
import { GOOD } from '../../shared/dataset.ts';
import { auroc } from '../../shared/metrics/auroc.ts';
import { confusionAt, confusionRates } from '../../shared/metrics/confusion.ts';
import { maxF1 } from '../../shared/metrics/precision-recall.ts';
import { percentileThreshold } from '../../shared/metrics/quantile.ts';
import type { Report, ReportImage } from '../../shared/report.ts';
import { perScale } from '../../shared/scales.ts';
import type { PerScale } from '../../shared/scales.ts';

/** Share of good parts that a threshold made without defects may call NG. */
export const GOOD_ONLY_OVERKILL = 0.01;

export type ImageMetrics = Pick<
  Report,
  'imageAuroc' | 'maxF1' | 'threshold' | 'thresholdSource' | 'precision' | 'recall' | 'confusion'
> & {
  /** Null where the images have no scores of scales. */
  scaleAuroc: PerScale<number | null> | null;
  perDefect: Omit<Report['perDefect'][number], 'pixelAuroc'>[];
};

/** 1 for a defective image, 0 for a good one. */
const labelsOf = (images: readonly ReportImage[]): number[] =>
  images.map(({ label }) => (label === GOOD ? 0 : 1));

function scaleAuroc(
  images: readonly ReportImage[],
  labels: readonly number[],
): PerScale<number | null> | null {
  const scores = images.map(({ scaleScores }) => scaleScores).filter((each) => each !== null);
  if (scores.length < images.length) return null;
  return perScale((theta) =>
    auroc(
      scores.map((each) => each[theta]),
      labels,
    ),
  );
}

/**
 * Image AUROC (sum and each scale), the threshold and what it does, and the figures per defect
 * type against all good images. The threshold is that of max F1 on `images` where both classes are
 * there, else the one that `goodScores` (of the model's good parts) give with at most 1 % of them
 * NG; null without such scores, and then nothing counts as caught.
 */
export function imageMetrics(
  images: readonly ReportImage[],
  goodScores: readonly number[],
): ImageMetrics {
  const scores = images.map(({ score }) => score);
  const labels = labelsOf(images);
  const best = maxF1(scores, labels);
  const threshold = best?.threshold ?? percentileThreshold(goodScores, GOOD_ONLY_OVERKILL);
  const confusion = threshold === null ? null : confusionAt(scores, labels, threshold);
  const rates = confusion && confusionRates(confusion);
  const good = images.filter(({ label }) => label === GOOD);
  const defects = [...new Set(images.map(({ label }) => label))].filter((l) => l !== GOOD).sort();
  return {
    imageAuroc: auroc(scores, labels),
    scaleAuroc: scaleAuroc(images, labels),
    maxF1: best?.f1 ?? null,
    threshold,
    thresholdSource: best === null ? 'good-only' : 'test',
    // Without good images precision says nothing, and without defects neither does.
    precision: best === null ? null : (rates?.precision ?? null),
    recall: rates?.recall ?? null,
    confusion,
    perDefect: defects.map((label) => {
      const own = images.filter((image) => image.label === label);
      const all = [...good, ...own];
      return {
        label,
        images: own.length,
        imageAuroc: auroc(
          all.map(({ score }) => score),
          labelsOf(all),
        ),
        caught: threshold === null ? 0 : own.filter(({ score }) => score >= threshold).length,
      };
    }),
  };
}
