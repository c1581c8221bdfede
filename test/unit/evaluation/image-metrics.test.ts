/** Why this file exists: the image part of a report follows from scores and labels as stated. */
import { describe, expect, it } from 'vitest';
import { imageMetrics } from '../../../src/main/evaluation/image-metrics.ts';
import { nextUp } from '../../../src/shared/metrics/quantile.ts';
import type { ReportImage } from '../../../src/shared/report.ts';

const image = (label: string, score: number, scale = score): ReportImage => ({
  path: `test/${label}/${score}.png`,
  label,
  score,
  scaleScores: { 64: scale, 32: -scale, 16: 0 },
  hasMask: false,
  map: null,
  width: 100,
  height: 100,
});

describe('imageMetrics', () => {
  it('chooses the threshold of max F1 where both classes are there, and applies it with >=', () => {
    const images = [
      image('good', 1),
      image('good', 3),
      image('dent', 2),
      image('dent', 4),
      image('scratch', 5),
    ];
    expect(imageMetrics(images, [0.5])).toEqual({
      imageAuroc: 5 / 6,
      scaleAuroc: { 64: 5 / 6, 32: 1 / 6, 16: 0.5 },
      maxF1: 6 / 7,
      threshold: 2,
      thresholdSource: 'test',
      precision: 0.75,
      recall: 1,
      confusion: { caught: 3, missedDefects: 0, falseAlarms: 1, passed: 1 },
      perDefect: [
        { label: 'dent', images: 2, imageAuroc: 0.75, caught: 2 },
        { label: 'scratch', images: 1, imageAuroc: 1, caught: 1 },
      ],
    });
  });

  it('takes the threshold from scores of good parts where there is no defect', () => {
    expect(imageMetrics([image('good', 1), image('good', 9)], [1, 2, 3])).toEqual({
      imageAuroc: null,
      scaleAuroc: { 64: null, 32: null, 16: null },
      maxF1: null,
      threshold: nextUp(3),
      thresholdSource: 'good-only',
      precision: null,
      recall: null,
      confusion: { caught: 0, missedDefects: 0, falseAlarms: 1, passed: 1 },
      perDefect: [],
    });
  });

  it('allows one per cent of the good parts to be NG', () => {
    const goodScores = Array.from({ length: 200 }, (_, i) => i);
    expect(imageMetrics([image('good', 1)], goodScores).threshold).toBe(nextUp(197));
  });

  it('measures recall, and no precision, where there is no good image', () => {
    const result = imageMetrics([image('dent', 1), image('dent', 9)], [1, 2, 3]);
    expect(result).toMatchObject({
      imageAuroc: null,
      maxF1: null,
      thresholdSource: 'good-only',
      precision: null,
      recall: 0.5,
    });
    expect(result.perDefect).toEqual([{ label: 'dent', images: 2, imageAuroc: null, caught: 1 }]);
  });

  it('leaves everything that needs a threshold undefined when there is none', () => {
    expect(imageMetrics([image('dent', 1)], [])).toMatchObject({
      threshold: null,
      confusion: null,
      precision: null,
      recall: null,
      perDefect: [{ caught: 0 }],
    });
  });
});
