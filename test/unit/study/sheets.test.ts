/** Why this file exists: holds which images a qualitative sheet shows and how masks are drawn. */
import { describe, expect, it } from 'vitest';
import { planSheets, spread } from '../../../src/main/study/sheets/choose-examples.ts';
import { shortened } from '../../../src/main/study/sheets/draw-sheet.ts';
import { detectedPixels, outlined, overlap } from '../../../src/main/study/sheets/masks.ts';
import type { ReportImage } from '../../../src/shared/report.ts';

const image = (label: string, score: number): ReportImage => ({
  path: `test/${label}/${score}.png`,
  label,
  score,
  scaleScores: { 64: 0, 32: 0, 16: 0 },
  hasMask: true,
  map: 'x',
  width: 10,
  height: 10,
});
const scoresOf = (images: readonly ReportImage[]) => images.map(({ score }) => score);
const crowd = (label: string, count: number, from: number) =>
  Array.from({ length: count }, (_, n) => image(label, from + n));

describe('planSheets', () => {
  const images = [...crowd('good', 5, 0), ...crowd('crack', 20, 3), ...crowd('hole', 2, 10)];

  it('has a sheet per defect type, one of misses and one of false alarms', () => {
    const plans = planSheets({ images, threshold: 4 });
    expect(plans.map(({ file }) => file)).toEqual([
      'defect-1-crack',
      'defect-2-hole',
      'worst-misses',
      'worst-false-alarms',
    ]);
  });

  it('shows a type from its highest to its lowest score', () => {
    const [crack, hole] = planSheets({ images, threshold: 4 });
    expect(scoresOf(crack?.images ?? [])).toEqual([22, 18, 14, 11, 7, 3]);
    expect(crack?.explanation).toContain('6 of 20');
    expect(scoresOf(hole?.images ?? [])).toEqual([11, 10]);
  });

  it('shows the lowest missed first and the highest false alarm first; the threshold itself is NG', () => {
    const plans = planSheets({ images, threshold: 4 });
    expect(scoresOf(plans.at(-2)?.images ?? [])).toEqual([3]);
    expect(scoresOf(plans.at(-1)?.images ?? [])).toEqual([4]);
  });

  it('says so where nothing was missed and nothing falsely alarmed, and shows what came closest', () => {
    const separated = [...crowd('good', 3, 0), ...crowd('crack', 3, 10)];
    const plans = planSheets({ images: separated, threshold: 5 });
    expect(plans.at(-2)?.explanation).toContain('No defective part was missed');
    expect(scoresOf(plans.at(-2)?.images ?? [])).toEqual([10, 11, 12]);
    expect(plans.at(-1)?.explanation).toContain('no false alarm');
  });

  it('has one sheet where there are no defects, and says that nothing is an alarm without a threshold', () => {
    const plans = planSheets({ images: crowd('good', 3, 0), threshold: null });
    expect(plans.map(({ file }) => file)).toEqual(['worst-false-alarms']);
    expect(plans[0]?.explanation).toContain('no threshold');
  });

  it('names files after types whatever their names are', () => {
    const odd = [image('傷', 1), image('a/b:c', 2), image('é'.repeat(300), 3)];
    const files = planSheets({ images: odd, threshold: 0 }).map(({ file }) => file);
    expect(files.slice(0, 3).every((file) => /^defect-\d-[A-Za-z0-9-]{1,40}$/.test(file))).toBe(
      true,
    );
    expect(new Set(files).size).toBe(files.length);
  });
});

describe('spread', () => {
  it('keeps both ends', () => {
    expect(spread([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
    expect(spread([1, 2], 3)).toEqual([1, 2]);
  });
});

describe('masks', () => {
  it('takes the threshold itself as defective', () => {
    expect([...detectedPixels(Float32Array.of(0.4, 0.5, 0.6), 0.5)]).toEqual([0, 1, 1]);
  });

  it('overlaps by intersection over union; two empty masks have none', () => {
    expect(overlap(Uint8Array.of(1, 1, 0, 0), Uint8Array.of(0, 1, 1, 0))).toBeCloseTo(1 / 3, 12);
    expect(overlap(Uint8Array.of(0, 0), Uint8Array.of(0, 0))).toBeNull();
  });

  it('outlines a single pixel, and leaves the inside of a region as it is', () => {
    const grey = new Uint8Array(7 * 7 * 3).fill(100);
    const at = (rgb: Uint8Array, x: number, y: number) => [
      ...rgb.subarray((y * 7 + x) * 3, (y * 7 + x) * 3 + 3),
    ];
    const one = new Int32Array(49);
    one[3 * 7 + 3] = 1;
    expect(at(outlined(grey, one, 7, 7), 3, 3)).toEqual([0, 229, 255]);
    expect(at(outlined(grey, one, 7, 7), 4, 3)).toEqual([0, 0, 0]);
    expect(at(outlined(grey, one, 7, 7), 6, 6)).toEqual([100, 100, 100]);
    const block = Int32Array.from({ length: 49 }, (_, p) => (p % 7 < 5 && p < 35 ? 1 : 0));
    expect(at(outlined(grey, block, 7, 7), 2, 2)).toEqual([100, 100, 100]);
  });
});

describe('shortened', () => {
  it('leaves out the middle, keeps both ends, and never cuts a symbol in two', () => {
    expect(shortened('test/crack/000123.png', 11)).toBe('test/…3.png');
    expect([...shortened('a'.repeat(50) + 'z', 11)]).toHaveLength(11);
    expect(shortened('😀'.repeat(20), 5)).toBe('😀😀…😀😀');
    expect(shortened('short', 11)).toBe('short');
  });
});
