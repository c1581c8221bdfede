/** Why this file exists: what a plan says follows from arithmetic and from what was measured. */
import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src/main/jobs/measurements.ts';
import { planTraining, type PlanInput } from '../../../src/main/jobs/plan.ts';

const measured = (changes: Partial<Measurement> = {}): Measurement => ({
  recipe: 'frozen',
  size: 256,
  goodImages: 100,
  bankMb: 32,
  seconds: 100,
  msPerImage: 400,
  device: 'CPU',
  ...changes,
});
const plan = (changes: Partial<PlanInput> = {}, options: Partial<PlanInput['options']> = {}) =>
  planTraining({
    options: { versionId: 1, recipe: 'frozen', size: 256, bankMb: 32, seed: 0, ...options },
    goodImages: 100,
    largest: { width: 1024, height: 512 },
    measurements: [],
    hasBackbone: true,
    ...changes,
  });

describe('planTraining', () => {
  it('knows no times that were not measured for the recipe', () => {
    expect(plan()).toMatchObject({
      seconds: null,
      msPerImage: null,
      goodImages: 100,
      warnings: [],
    });
    const other = plan({ measurements: [measured({ recipe: 'quick' })] });
    expect(other.seconds).toBeNull();
    // The time of one image does not depend on how the model was trained.
    expect(other.msPerImage).toBe(400);
  });

  it('scales the most alike training by images and pixels', () => {
    const measurements = [measured({ goodImages: 10, seconds: 999 }), measured()];
    expect(plan({ measurements })).toMatchObject({ seconds: 100, msPerImage: 400 });
    expect(plan({ measurements, goodImages: 200 }).seconds).toBe(200);
    expect(plan({ measurements }, { size: 512 })).toMatchObject({ seconds: 400, msPerImage: 1600 });
  });

  it('lets half of a quick training grow with the images: its steps are fixed', () => {
    const measurements = [measured({ recipe: 'quick' })];
    expect(plan({ measurements, goodImages: 300 }, { recipe: 'quick' }).seconds).toBe(200);
  });

  it('plans a bank within the budget, and no more than there are patches', () => {
    expect(plan().bankMb).toBeLessThanOrEqual(32);
    expect(plan().bankMb).toBeGreaterThan(31.9);
    // 61 x 61, 57 x 57 and 25 x 25 patches of each image at 256 px (design, section 2).
    expect(plan({ goodImages: 1 }, { bankMb: 60_000 }).bankVectors).toEqual({
      16: 61 * 61,
      32: 57 * 57,
      64: 25 * 25,
    });
    // The paper's recipe takes every second place of the largest patches.
    expect(plan({ goodImages: 1 }, { bankMb: 60_000, recipe: 'paper' }).bankVectors[64]).toBe(169);
    expect(plan({ goodImages: 0 }).bankVectors).toEqual({ 16: 0, 32: 0, 64: 0 });
  });

  it('gives the smallest feature in source pixels, and warns where it matters', () => {
    expect(plan().smallestFeature).toEqual({ width: 64, height: 32 });
    expect(plan({ goodImages: 3 }).warnings.join()).toContain('at least 5');
    expect(plan({ goodImages: 8 }).warnings.join()).toContain('few to learn from');
    expect(plan({ hasBackbone: false }).warnings.join()).toContain('npm run setup');
    expect(plan({ largest: { width: 4000, height: 100 } }).warnings.join()).toContain('shrunk');
  });
});
