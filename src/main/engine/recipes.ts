/**
 * Why this file exists: the training recipes by name. Every choice the paper leaves open is a
 * value here, with its reason in docs/decisions/0006-recipes.md.
 */
import type { PerScale } from '../../shared/scales.ts';
import type { LossWeights } from './losses.ts';

/** How a step's patches are encoded. */
export type BatchPlan =
  | { kind: 'patches'; draws: number; shareAnchors: boolean }
  /** Dense passes over `places` crops of `cropSize` px and their shifted twins. */
  | { kind: 'dense'; draws: number; places: number; cropSize: number };

export interface ScalePlan {
  /** Training steps; for `perImage` recipes epochs * images * 100 / batch. */
  steps: number;
  batch: BatchPlan;
  encoderRate: number;
  classifierRate: number;
}

export type RecipeName = 'frozen' | 'quick' | 'paper';

export interface Recipe {
  name: RecipeName;
  /** Null: the encoders stay as the backbone is. */
  training: {
    scales: PerScale<ScalePlan>;
    weights: LossWeights;
    clusters: number;
    /** Patches that k-means sees. */
    clusterSample: number;
    /** Steps between two refreshes of the centres. */
    refreshEvery: number;
    /** Training of a scale ends, and goes back, when its spread falls below this part of the start. */
    minimumSpread: number;
    /** Part of the good images kept from training, for choosing and calibrating. */
    heldOut: number;
  } | null;
  strides: PerScale<number>;
  /** Whether the data choose normalisation, training step and scale weights (choose.ts). */
  selfValidate: boolean;
  /** Whether distances are divided by each bank vector's local scale (local-scale.ts). */
  localScale: boolean;
}

const PAPER_EPOCHS = 20;
const PAPER_BATCH = 64;

/** @param images good training images: the paper's steps depend on their number */
export function recipeOf(name: RecipeName, images: number): Recipe {
  switch (name) {
    case 'frozen':
      return {
        name,
        training: null,
        strides: { 64: 8, 32: 4, 16: 4 },
        selfValidate: false,
        localScale: true,
      };
    case 'quick': {
      return {
        name,
        training: {
          scales: {
            64: {
              steps: 40,
              batch: { kind: 'dense', draws: 256, places: 2, cropSize: 196 },
              encoderRate: 1e-5,
              classifierRate: 1e-3,
            },
            32: {
              steps: 120,
              batch: { kind: 'dense', draws: 256, places: 4, cropSize: 100 },
              encoderRate: 2e-5,
              classifierRate: 1e-3,
            },
            16: {
              steps: 320,
              batch: { kind: 'dense', draws: 256, places: 6, cropSize: 64 },
              encoderRate: 3e-5,
              classifierRate: 1e-3,
            },
          },
          // A tenth of the paper's weight on L_Kmeans: within hundreds of steps at these rates the
          // full weight draws the embeddings into few directions.
          weights: { lambda: 1e-3, ssl: 1, kmeans: 0.1 },
          clusters: 64,
          clusterSample: 2048,
          refreshEvery: 100,
          minimumSpread: 0.4,
          heldOut: 0.15,
        },
        strides: { 64: 8, 32: 4, 16: 4 },
        selfValidate: true,
        localScale: true,
      };
    }
    case 'paper': {
      const perEpoch = Math.ceil((images * 100) / PAPER_BATCH);
      const plan: ScalePlan = {
        steps: PAPER_EPOCHS * perEpoch,
        batch: { kind: 'patches', draws: PAPER_BATCH, shareAnchors: false },
        encoderRate: 1e-5,
        classifierRate: 1e-4,
      };
      return {
        name,
        training: {
          scales: { 64: plan, 32: plan, 16: plan },
          weights: { lambda: 1e-3, ssl: 1, kmeans: 1 },
          clusters: 64,
          clusterSample: 4096,
          refreshEvery: 5 * perEpoch,
          minimumSpread: 0.25,
          heldOut: 0.1,
        },
        strides: { 64: 16, 32: 4, 16: 4 },
        selfValidate: false,
        localScale: false,
      };
    }
  }
}
