/**
 * Why this file exists: which rows each table of a study has (the paper's Tables 6 and 7 and those
 * beyond them), as plain values. What rows share is what their `learn` and `bank` have in common.
 */
import { LoupeError } from '../../shared/errors.ts';
import { RIVALS, type RivalName } from '../../shared/manifest.ts';
import { THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import type { RecipeName } from '../engine/recipes.ts';

/** The tables that compare settings by what they do on the test images. */
export const ROW_TABLES = [
  'scales',
  'losses',
  'bank',
  'fusion',
  'backbone',
  'recipe',
  'normalisation',
  'method',
] as const;
export type RowTable = (typeof ROW_TABLES)[number];

/** All tables; `selfcheck` compares self-validation with the truth, see self-check.ts. */
export const TABLES = [...ROW_TABLES, 'selfcheck'] as const;
export type TableName = (typeof TABLES)[number];

export function isRowTable(table: TableName): table is RowTable {
  return table !== 'selfcheck';
}

export const LOSSES = ['SVDD', 'Cos', 'SSL', 'Kmeans'] as const;
export type LossName = (typeof LOSSES)[number];

/** How encoders come to be. Rows with equal values share one training. */
export interface Learning {
  recipe: RecipeName;
  /** False: the recipe without its training. */
  train: boolean;
  backbone: 'installed' | 'none';
  /** `auto`: as the recipe decides; `judged`: by self-validation, whatever the recipe. */
  normalise: 'auto' | 'judged' | 'unit' | 'soft' | 'none';
  /** Left out of Eq. 5. */
  without: LossName | null;
  /** Whether self-validation may choose the training step, as the recipe says; else the last. */
  chooseStep: boolean;
}

/** What the bank keeps. Rows with equal values share one bank and one pass over the test images. */
export interface BankChoice {
  mb: number;
  /** 1: coverage only, 0: density only, 0.5: mixed. */
  coverShare: number;
}

/** How the maps of the scales become one map. */
export type Fusion =
  | { kind: 'weights'; weights: PerScale<number> }
  /** The product of the scales, as Patch SVDD shows it. */
  | { kind: 'product' }
  /** Weights that give good images the same mean score at each scale. */
  | { kind: 'even' }
  /** Weights that give good pixels the same span from median to 99.5 % at each scale. */
  | { kind: 'calibrated' }
  /** Weights chosen by self-validation. */
  | { kind: 'chosen' };

export interface Row {
  name: string;
  learn: Learning;
  bank: BankChoice;
  fusion: Fusion;
}

export interface TableSettings {
  recipe: RecipeName;
  bankMb: number;
}

const PLAIN_SUM: Fusion = { kind: 'weights', weights: { 64: 1, 32: 1, 16: 1 } };

/** Rows of a table, in the order they are shown. Throws LoupeError `usage` where a table has none. */
export function rowsOf(table: RowTable, { recipe, bankMb }: TableSettings): Row[] {
  const learn: Learning = {
    recipe,
    train: true,
    backbone: 'installed',
    normalise: 'auto',
    without: null,
    chooseStep: true,
  };
  const base = { learn, bank: { mb: bankMb, coverShare: 0.5 }, fusion: PLAIN_SUM };
  switch (table) {
    case 'scales':
      return scaleSubsets().map((subset) => ({
        ...base,
        name: subset.join(' + '),
        fusion: { kind: 'weights', weights: only(subset) },
      }));
    case 'losses':
      return lossRows(base);
    case 'bank':
      return [bankMb / 16, bankMb / 4, bankMb].flatMap((mb) =>
        (
          [
            ['mixed', 0.5],
            ['coverage only', 1],
            ['density only', 0],
          ] as const
        ).map(([name, coverShare]) => ({
          ...base,
          name: `${Number(mb.toPrecision(3))} MB, ${name}`,
          bank: { mb, coverShare },
        })),
      );
    case 'fusion':
      return [
        { ...base, name: 'plain sum (Eq. 8)' },
        { ...base, name: 'product', fusion: { kind: 'product' } },
        { ...base, name: 'even good scores', fusion: { kind: 'even' } },
        { ...base, name: 'calibrated quantiles', fusion: { kind: 'calibrated' } },
        { ...base, name: 'self-chosen weights', fusion: { kind: 'chosen' } },
      ];
    case 'backbone':
      return [
        { ...base, name: 'ImageNet VGG16' },
        { ...base, name: 'random weights', learn: { ...learn, backbone: 'none' } },
      ];
    case 'recipe':
      return recipeRows(base);
    case 'normalisation':
      return [
        ...(['unit', 'soft', 'none'] as const).map((normalise) => ({
          ...base,
          name: normalise,
          learn: { ...learn, normalise },
        })),
        { ...base, name: 'self-chosen', learn: { ...learn, normalise: 'judged' } },
      ];
    case 'method':
      // The rivals are not settings of this method: see `rivalsOf`.
      return [{ ...base, name: 'multi-scale-patch', fusion: shippedFusion(recipe) }];
  }
}

/** The methods beside the paper's that a table compares with; their names are their rows'. */
export function rivalsOf(table: RowTable): readonly RivalName[] {
  return table === 'method' ? RIVALS : [];
}

/** How a recipe as it is shipped adds its scales. */
function shippedFusion(recipe: RecipeName): Fusion {
  return recipe === 'quick' ? { kind: 'chosen' } : PLAIN_SUM;
}

type Base = Omit<Row, 'name'>;

/** Table 7. The last step counts, as in the paper: choosing a step would hide what a loss does. */
function lossRows(base: Base): Row[] {
  if (base.learn.recipe === 'frozen') {
    throw new LoupeError(
      'usage',
      'The table of losses needs a recipe that trains; with frozen no loss is used.',
      'Run it again with --recipe quick or --recipe paper.',
    );
  }
  const learn: Learning = { ...base.learn, normalise: 'unit', chooseStep: false };
  return [
    { ...base, name: 'all four losses', learn },
    ...LOSSES.map((without) => ({
      ...base,
      name: `without ${without}`,
      learn: { ...learn, without },
    })),
    { ...base, name: 'no training', learn: { ...learn, train: false } },
  ];
}

/** Recipes as they are shipped, their own choices included. `paper` only where it was asked for. */
function recipeRows(base: Base): Row[] {
  const names: RecipeName[] = ['frozen', 'quick'];
  if (base.learn.recipe === 'paper') names.push('paper');
  return names.map((recipe) => ({
    ...base,
    name: recipe,
    learn: { ...base.learn, recipe },
    fusion: shippedFusion(recipe),
  }));
}

/** One scale, two and three, in the paper's order: 64; 64 + 32; 64 + 32 + 16; then the others. */
function scaleSubsets(): Theta[][] {
  const subsets = Array.from({ length: 7 }, (_, index) =>
    THETAS.filter((_theta, bit) => ((index + 1) >> bit) & 1),
  );
  return subsets.sort((a, b) => a.length - b.length);
}

function only(subset: readonly Theta[]): PerScale<number> {
  const weight = (theta: Theta) => (subset.includes(theta) ? 1 : 0);
  return { 64: weight(64), 32: weight(32), 16: weight(16) };
}
