/** Why this file exists: holds what a row changes in a recipe, and that nothing else is changed. */
import { describe, expect, it } from 'vitest';
import { recipeOf } from '../../../src/main/engine/recipes.ts';
import { recipeFor } from '../../../src/main/study/learn-rows.ts';

const full = { recipe: 'quick', train: true, without: null } as const;

describe('recipeFor', () => {
  it('is the recipe as it is shipped where nothing is asked for', () => {
    expect(recipeFor(full, 100, 100)).toEqual(recipeOf('quick', 100));
  });

  it.each([
    ['SVDD', { svdd: 0 }],
    ['Cos', { cos: 0 }],
    ['SSL', { ssl: 0 }],
    ['Kmeans', { kmeans: 0 }],
  ] as const)('leaves out %s alone', (without, changed) => {
    const shipped = recipeOf('quick', 100).training?.weights;
    const { training } = recipeFor({ ...full, without }, 100, 100);
    expect(training?.weights).toEqual({ ...shipped, ...changed });
  });

  it('shortens every scale, to one step at the least', () => {
    const { training } = recipeFor(full, 100, 1);
    expect([64, 32, 16].map((theta) => training?.scales[theta as 64].steps)).toEqual([1, 1, 3]);
  });

  it('keeps strides and local scale when it takes the training away', () => {
    const { training, strides, localScale } = recipeFor(
      { ...full, recipe: 'paper', train: false },
      100,
      100,
    );
    expect(training).toBeNull();
    expect(strides[64]).toBe(16);
    expect(localScale).toBe(false);
  });
});
