/**
 * Why this file exists: pixel metrics agree with scikit-learn and a brute-force AU-PRO, and the
 * streaming computation agrees with the in-memory one whatever its memory budget.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AreaUpTo, auPro } from '../../../src/shared/metrics/aupro.ts';
import { auroc } from '../../../src/shared/metrics/auroc.ts';
import { maxF1 } from '../../../src/shared/metrics/precision-recall.ts';
import { noRegions, regionRuns } from '../../../src/shared/metrics/region-runs.ts';
import { pixelMetrics } from '../../../src/shared/metrics/streaming.ts';
import { drawn, maskOf, pixelCases } from './fixtures.ts';

interface Sample {
  group: string | null;
  width: number;
  height: number;
  scores: Float32Array;
  mask: Uint8Array;
}

const streamed = (samples: readonly Sample[], options: Parameters<typeof pixelMetrics>[1] = {}) =>
  pixelMetrics(
    samples.map(({ group, scores, mask, width, height }) => ({
      group,
      regions: group === null ? noRegions(width * height) : regionRuns(mask, width, height),
      read: () => Promise.resolve(scores),
    })),
    options,
  );

/** All pixels of `samples` in one array. */
function pooled(samples: readonly Sample[]): { scores: number[]; labels: number[] } {
  return {
    scores: samples.flatMap(({ scores }) => [...scores]),
    labels: samples.flatMap(({ mask }) => [...mask]),
  };
}

/** Equal up to the rounding of sums, and undefined exactly where the other is. */
function expectNear(actual: number | null | undefined, expected: number | null): void {
  if (expected === null || actual === null || actual === undefined) expect(actual).toBe(expected);
  else expect(actual).toBeCloseTo(expected, 11);
}

describe.each(pixelCases)('pixel metrics of "$name"', (sample) => {
  const samples = sample.images.map(({ mask, scores, ...rest }) => ({
    ...rest,
    scores: Float32Array.from(scores),
    mask: maskOf(mask),
  }));

  it('has the brute-force AU-PRO at every limit', () => {
    for (const [limit, expected] of sample.auPro) expectNear(auPro(samples, limit), expected);
  });

  it('has a PRO curve whose area is the AU-PRO, as near as it is drawn', async () => {
    const { auPro: area, proCurve } = await streamed(samples, { limit: 0.3 });
    if (area === null) return expect(proCurve).toEqual([]);
    const curve = new AreaUpTo(0.3);
    for (const [x, y] of proCurve) curve.lineTo(x, y);
    expect(Math.abs(curve.value / 0.3 - area)).toBeLessThan(0.01);
    // Points rise, and a threshold says what is at or above it.
    for (const [i, [x, y, threshold]] of proCurve.entries()) {
      const [beforeX, beforeY] = proCurve[i - 1] ?? [0, 0];
      expect(x).toBeGreaterThanOrEqual(beforeX);
      expect(y).toBeGreaterThanOrEqual(beforeY);
      if (threshold === null) continue;
      const { scores, labels } = pooled(samples);
      const above = scores.filter((score, p) => score >= threshold && labels[p] === 0).length;
      expect(above / labels.filter((label) => label === 0).length).toBeCloseTo(x, 11);
    }
  });

  it('has the brute-force AU-PRO when streamed', async () => {
    for (const [limit, expected] of sample.auPro) {
      expectNear((await streamed(samples, { limit })).auPro, expected);
    }
  });

  it('has the AUROC, group AUROC and maximum F1 of scikit-learn when streamed', async () => {
    const result = await streamed(samples);
    expectNear(result.auroc, sample.auroc);
    expect([...result.groupAuroc.keys()]).toEqual(Object.keys(sample.groupAuroc));
    for (const [group, value] of result.groupAuroc) {
      expectNear(value, sample.groupAuroc[group] ?? null);
    }
    expect(result.maxF1?.threshold).toBe(sample.maxF1?.threshold);
    expectNear(result.maxF1?.f1 ?? null, sample.maxF1?.f1 ?? null);
    expectNear(result.maxF1?.precision ?? null, sample.maxF1?.precision ?? null);
    expectNear(result.maxF1?.recall ?? null, sample.maxF1?.recall ?? null);
  });
});

const SIDE = 6;

/** Scores of both signs; either few distinct ones (ties) or any float32, tiny and huge included. */
const anyScore = fc.oneof(
  fc.constantFrom(-0, 0, 0.5, 1, -1, 2),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);
const anySample: fc.Arbitrary<Sample> = fc.record({
  group: fc.constantFrom(null, 'dent', 'scratch'),
  width: fc.constant(SIDE),
  height: fc.constant(SIDE),
  scores: fc
    .array(anyScore, { minLength: SIDE * SIDE, maxLength: SIDE * SIDE })
    .map((values) => Float32Array.from(values)),
  mask: fc
    .array(fc.boolean(), { minLength: SIDE * SIDE, maxLength: SIDE * SIDE })
    .map((values) => Uint8Array.from(values, Number)),
});
const anySamples = fc
  .array(anySample, { maxLength: 6 })
  .map((samples) =>
    samples.map((s) => (s.group === null ? { ...s, mask: new Uint8Array(SIDE * SIDE) } : s)),
  );

describe('streaming pixel metrics', () => {
  it('equals the in-memory metrics for any data and any memory budget', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySamples,
        fc.constantFrom(1, 40_000, 200_000, 2 ** 28),
        async (samples, memoryBytes) => {
          const result = await streamed(samples, { memoryBytes });
          const { scores, labels } = pooled(samples);
          expectNear(result.auroc, auroc(scores, labels));
          expectNear(result.auPro, auPro(samples));
          expect(result.maxF1).toEqual(maxF1(scores, labels));
          for (const [group, value] of result.groupAuroc) {
            const own = pooled(samples.filter((s) => s.group === null || s.group === group));
            expectNear(value, auroc(own.scores, own.labels));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads the maps more often, and changes nothing, when the budget is small', async () => {
    const scores = Float32Array.from({ length: 4096 }, (_, i) => Math.sin(i * i) * 10 ** (i % 5));
    const mask = Uint8Array.from({ length: 4096 }, (_, i) => (i % 64 > 20 && i % 64 < 40 ? 1 : 0));
    const samples = [{ group: 'dent', width: 64, height: 64, scores, mask }];
    const reads: number[] = [];
    const large = await streamed(samples, { onImage: (done) => reads.push(done) });
    const few = reads.splice(0).length;
    const small = await streamed(samples, { memoryBytes: 1, onImage: (done) => reads.push(done) });
    expect(few).toBe(3);
    expect(reads.length).toBeGreaterThan(100);
    expectNear(small.auPro, large.auPro);
    expectNear(small.auroc, large.auroc);
    expect(small.maxF1).toEqual(large.maxF1);
  });

  it('takes the lowest of several thresholds with the same F1', async () => {
    const scores = Float32Array.of(6, 5, 4, 3, 2, 1);
    const mask = Uint8Array.of(1, 0, 0, 1, 0, 0);
    const { maxF1: best } = await streamed([{ group: 'dent', width: 6, height: 1, scores, mask }]);
    expect(best).toEqual({ f1: 2 / 3, threshold: 3, precision: 0.5, recall: 1 });
  });

  it('tells how many reads are planned, and stops when told so', async () => {
    const { mask, width, height } = drawn('#.', '..');
    const scores = Float32Array.from([4, 3, 2, 1]);
    const samples = [
      { group: 'dent', width, height, scores, mask },
      { group: null, width, height, scores, mask: new Uint8Array(4) },
    ];
    const seen: [number, number][] = [];
    await streamed(samples, { onImage: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([1, 2, 3, 4].map((done) => [done, 4]));
    const stop = () => {
      throw new Error('stopped');
    };
    await expect(streamed(samples, { onImage: stop })).rejects.toThrow('stopped');
  });

  it('counts no groups when they are not wanted', async () => {
    const { mask, width, height } = drawn('#.', '.#');
    const scores = Float32Array.from([4, 3, 2, 1]);
    const samples = ['dent', 'scratch'].map((group) => ({ group, width, height, scores, mask }));
    const result = await streamed(samples, { groups: false });
    expect(result.groupAuroc.size).toBe(0);
    expectNear(result.auroc, 0.5);
  });

  it('is undefined for no images, for good images only and without background', async () => {
    const good = { width: 1, height: 1, scores: Float32Array.of(1), mask: Uint8Array.of(0) };
    const undefinedMetrics = { auroc: null, auPro: null, maxF1: null };
    expect(await streamed([])).toMatchObject(undefinedMetrics);
    expect(await streamed([{ ...good, group: null }])).toMatchObject(undefinedMetrics);
    const all = await streamed([{ ...good, group: 'dent', mask: Uint8Array.of(1) }]);
    expect(all).toMatchObject(undefinedMetrics);
    expect(all.groupAuroc).toEqual(new Map([['dent', null]]));
  });

  it('refuses a map of another size than its mask, NaN, and a good image with a region', async () => {
    const sample = { group: 'dent', width: 2, height: 1, mask: Uint8Array.of(0, 1) };
    await expect(streamed([{ ...sample, scores: new Float32Array(3) }])).rejects.toThrow(
      RangeError,
    );
    await expect(streamed([{ ...sample, scores: Float32Array.of(0, NaN) }])).rejects.toThrow(
      RangeError,
    );
    const regions = regionRuns(sample.mask, 2, 1);
    const read = () => Promise.resolve(new Float32Array(2));
    await expect(pixelMetrics([{ group: null, regions, read }])).rejects.toThrow(RangeError);
  });
});

describe('pixels that are ignored', () => {
  const flags = fc.array(fc.boolean(), { minLength: SIDE * SIDE, maxLength: SIDE * SIDE });
  const withIgnore = fc.array(fc.tuple(anySample, flags), { maxLength: 5 }).map((pairs) =>
    pairs.map(([sample, chosen]) => {
      const mask = sample.group === null ? new Uint8Array(SIDE * SIDE) : sample.mask;
      const ignore = Uint8Array.from(chosen, (on, i) => (on && mask[i] === 0 ? 255 : 0));
      return { ...sample, mask, ignore };
    }),
  );
  const measured = (samples: readonly (Sample & { ignore: Uint8Array })[], memoryBytes: number) =>
    pixelMetrics(
      samples.map(({ group, scores, mask, ignore }) => ({
        group,
        regions:
          group === null ? noRegions(SIDE * SIDE, ignore) : regionRuns(mask, SIDE, SIDE, ignore),
        read: () => Promise.resolve(scores),
      })),
      { memoryBytes },
    );

  it('count in no metric: the others alone give the same figures', async () => {
    await fc.assert(
      fc.asyncProperty(withIgnore, fc.constantFrom(1, 2 ** 28), async (samples, memoryBytes) => {
        const result = await measured(samples, memoryBytes);
        const left = samples.map(({ group, scores, mask, ignore }) => ({
          group,
          scores: [...scores].filter((_, i) => ignore[i] === 0),
          labels: [...mask].filter((_, i) => ignore[i] === 0),
        }));
        const all = (parts: typeof left) => ({
          scores: parts.flatMap(({ scores }) => scores),
          labels: parts.flatMap(({ labels }) => labels),
        });
        const { scores, labels } = all(left);
        expectNear(result.auroc, auroc(scores, labels));
        expect(result.maxF1).toEqual(maxF1(scores, labels));
        for (const [group, value] of result.groupAuroc) {
          const own = all(left.filter((part) => part.group === null || part.group === group));
          expectNear(value, auroc(own.scores, own.labels));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('may have any score: AU-PRO does not change', async () => {
    await fc.assert(
      fc.asyncProperty(withIgnore, anyScore, async (samples, other) => {
        const changed = samples.map((sample) => ({
          ...sample,
          scores: sample.scores.map((score, i) => (sample.ignore[i] === 0 ? score : other)),
        }));
        expectNear((await measured(changed, 2 ** 28)).auPro, (await measured(samples, 1)).auPro);
      }),
      { numRuns: 40 },
    );
  });

  it('cannot be defective, and are said for every pixel or for none', () => {
    expect(() => regionRuns([1, 0], 2, 1, [1, 0])).toThrow(RangeError);
    expect(() => regionRuns([1, 0], 2, 1, [0])).toThrow(RangeError);
    expect(() => noRegions(2, [1])).toThrow(RangeError);
  });
});

describe('auPro', () => {
  const { mask, width, height } = drawn('##...', '.....', '....#');

  it('is 1 for a perfect map and 0 for its opposite', () => {
    const scores = [...mask];
    expectNear(auPro([{ scores, mask, width, height }]), 1);
    expectNear(auPro([{ scores: scores.map((s) => -s), mask, width, height }]), 0);
  });

  it('weighs each region the same, whatever its size', () => {
    // Only the one-pixel region is found: half of the regions, a third of the pixels.
    const scores = [...mask].map((_, i) => (i === 14 ? 3 : i > 1 ? 2 : 1));
    expectNear(auPro([{ scores, mask, width, height }]), 0.5);
  });

  it('pools the background of good images too', () => {
    const found = { scores: [1, 0, 1, 0], mask: [1, 0, 0, 0], width: 4, height: 1 };
    const good = { scores: [0, 0, 0, 0, 0, 0, 0], mask: new Uint8Array(7), width: 7, height: 1 };
    // One false positive of 3 background pixels lies beyond the limit, one of 10 within it.
    expectNear(auPro([found]), (0.5 * (0.3 / (1 / 3)) * 0.3) / 0.3);
    expectNear(auPro([found, good]), (0.05 + 0.2) / 0.3);
  });

  it('does not change under a strictly increasing transform of the scores', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const ranked = [...new Set(samples.flatMap(({ scores }) => [...scores]))].sort(
          (a, b) => a - b,
        );
        const rank = new Map(ranked.map((score, i) => [score, i]));
        const transformed = samples.map((sample) => ({
          ...sample,
          scores: [...sample.scores].map((score) => Math.sqrt(rank.get(score)!) - 3),
        }));
        expect(auPro(transformed)).toBe(auPro(samples));
      }),
      { numRuns: 50 },
    );
  });

  it('lies between 0 and 1, and is undefined without a region or without background', () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const value = auPro(samples);
        const { labels } = pooled(samples);
        if (!labels.includes(1) || !labels.includes(0)) {
          expect(value).toBeNull();
        } else {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a limit outside 0..1', () => {
    for (const limit of [0, -1, 1.1, NaN]) expect(() => auPro([], limit)).toThrow(RangeError);
  });
});
