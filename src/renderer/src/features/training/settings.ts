/** Why this file exists: what a training is set to, its defaults, and what makes no sense. Pure. */
import type { RecipeNameSchema, TrainOptions } from '../../../../shared/entities/job.ts';
import type { z } from 'zod';

export type RecipeName = z.infer<typeof RecipeNameSchema>;

export const RECIPES = ['quick', 'frozen', 'paper'] as const satisfies readonly RecipeName[];
export const SIZES = [256, 320, 384, 512, 768] as const;

/** Of a training, without its version. */
export interface TrainSettings {
  recipe: RecipeName;
  size: number;
  bankMb: number;
  seed: number;
}

export const DEFAULT_SETTINGS: TrainSettings = { recipe: 'quick', size: 256, bankMb: 32, seed: 0 };

/** "bottle-quick-2": the product, the recipe, and a number where the name is taken. */
export function suggestName(product: string, recipe: RecipeName, taken: readonly string[]): string {
  const base = `${product.trim().replace(/\s+/g, '-')}-${recipe}`.slice(0, 190);
  if (!taken.includes(base)) return base;
  let at = 2;
  while (taken.includes(`${base}-${at}`)) at += 1;
  return `${base}-${at}`;
}

export function optionsOf(versionId: number, settings: TrainSettings): TrainOptions {
  return { versionId, ...settings };
}
