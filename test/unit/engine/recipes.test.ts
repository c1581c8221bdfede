/** Why this file exists: holds what every recipe must fulfil, and the paper's own numbers. */
import { describe, expect, it } from 'vitest';
import { ARCHITECTURES } from '../../../src/main/engine/architecture.ts';
import { denseBatch, largestCrop, patchBatch } from '../../../src/main/engine/batches.ts';
import { recipeOf, type RecipeName } from '../../../src/main/engine/recipes.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { THETAS } from '../../../src/shared/scales.ts';

const NAMES: readonly RecipeName[] = ['frozen', 'quick', 'paper'];

describe.each(NAMES)('the recipe %s', (name) => {
  const recipe = recipeOf(name, 60);

  it('looks at places that the dense pass computes', () => {
    for (const theta of THETAS) expect(recipe.strides[theta] % ARCHITECTURES[theta].stride).toBe(0);
  });

  it('can be written into a manifest and read again', () => {
    expect(JSON.parse(JSON.stringify(recipe))).toEqual(recipe);
  });

  it.each([128, 144, 256, 512])('has batches that fit an image of %i pixels', (size) => {
    for (const theta of THETAS) {
      const plan = recipe.training?.scales[theta];
      if (!plan) continue;
      const { batch } = plan;
      const random = createRandom(0);
      const made =
        batch.kind === 'patches'
          ? patchBatch(random, theta, size, [0, 1], batch.draws, batch.shareAnchors)
          : denseBatch(
              random,
              theta,
              size,
              [0, 1],
              batch.places,
              Math.min(batch.cropSize, largestCrop(theta, size)),
              batch.draws,
            );
      expect(made.anchor).toHaveLength(batch.draws);
      expect(plan.steps).toBeGreaterThan(0);
    }
  });
});

describe('the recipe frozen', () => {
  it('trains nothing', () => {
    expect(recipeOf('frozen', 60).training).toBeNull();
  });
});

describe('the recipe paper', () => {
  const training = (images: number) => {
    const found = recipeOf('paper', images).training;
    if (!found) throw new Error('the paper trains');
    return found;
  };

  it('has the strides, batch, rate and lambda of the paper', () => {
    expect(recipeOf('paper', 60).strides).toEqual({ 64: 16, 32: 4, 16: 4 });
    expect(training(60).weights).toMatchObject({ lambda: 1e-3, ssl: 1, kmeans: 1 });
    for (const theta of THETAS) {
      const plan = training(60).scales[theta];
      expect(plan.encoderRate).toBe(1e-5);
      expect(plan.batch).toMatchObject({ kind: 'patches', draws: 64, shareAnchors: false });
    }
  });

  it('draws 100 of each kind per image and epoch, and refreshes centres every 5 epochs', () => {
    for (const images of [7, 60, 209]) {
      const { scales, refreshEvery } = training(images);
      const perEpoch = refreshEvery / 5;
      expect(perEpoch).toBe(Math.ceil((100 * images) / 64));
      for (const theta of THETAS) expect(scales[theta].steps % perEpoch).toBe(0);
    }
  });
});
