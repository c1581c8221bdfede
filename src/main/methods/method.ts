/**
 * Why this file exists: what a detection method beside the paper's is to the rest of Loupe. It is
 * fitted to good images, kept as named tensors and parameters in a model file, and opened to give
 * every image a map and a score. Files, reports and screens need to know no more of it.
 */
import type { InputConvention, RivalName } from '../../shared/manifest.ts';
import type { PerScale } from '../../shared/scales.ts';
import type { BackboneLayer } from '../backbone/backbone.ts';
import type { Control } from '../engine/control.ts';
import type { NearestGood } from '../engine/detector.ts';
import type { ImageSource } from '../engine/images.ts';
import type { RecipeName } from '../engine/recipes.ts';
import type { StoredTensor } from '../models/safetensors.ts';

/** What any method says about one image, the paper's own included. */
export interface MethodDetection {
  /** size * size values row by row; the higher, the less like a good part. */
  map: Float32Array;
  /** Raw and unbounded; in which unit is the method's affair. */
  score: number;
  /** Eq. 7 and Eq. 9 per scale; null for methods without the paper's scales. */
  scaleMaps: PerScale<Float32Array> | null;
  scaleScores: PerScale<number> | null;
  /** The good patches that a pixel was compared with; empty where the method keeps none. */
  nearestGood(x: number, y: number): NearestGood[];
}

export type Tensors = Map<string, StoredTensor>;
export type ParameterValues = Record<string, unknown>;

/** What a method is fitted to. */
export interface FitOptions {
  /** Good images, size * size * 3 values each. */
  images: ImageSource;
  size: number;
  seed: number;
  /** Null where the method does not use one. */
  backbone: { layers: readonly BackboneLayer[]; input: InputConvention } | null;
  /** Memory in MB (10^6 bytes) for what is remembered of the good images. */
  bankMb: number;
  /** For methods that train: not at all, for minutes on a CPU, or as long as their paper does. */
  schedule: RecipeName;
}

/** A fitted method as values: everything its model file holds of it. */
export interface Fitted {
  tensors: Tensors;
  /** Every choice of the fit, as it was made. */
  parameters: ParameterValues;
  /** Training steps; 0 where nothing is trained. */
  steps: number;
  /** What a training watched, a row per look; empty where nothing is trained. */
  curves: Record<string, number>[];
}

/** What a fitted method needs beside itself to be opened. */
export interface OpenOptions {
  tensors: Tensors;
  parameters: ParameterValues;
  size: number;
  /** Null where the method uses no backbone. */
  input: InputConvention | null;
}

/** A map and a score: what is a method's own in a detection. */
export interface MapAndScore {
  map: Float32Array;
  score: number;
}

/** A fitted method on the device, at work. */
export interface OpenMethod {
  /** @param image RGB 0..255, size * size * 3 values, made by the one preprocessing path */
  detect(image: Float32Array): MapAndScore;
  /**
   * The same for a training image as if it had not been among them, so that good parts' scores
   * can be known without keeping any from the fit.
   * @param index the image's index among the training images
   */
  detectApart(image: Float32Array, index: number): MapAndScore;
  dispose(): void;
}

export interface DetectionMethod {
  readonly name: RivalName;
  /** For people, as its paper calls it. */
  readonly title: string;
  readonly usesBackbone: boolean;
  /**
   * Deterministic under the seed; holds no tensors afterwards.
   * @throws LoupeError `usage` when the budget cannot hold it, `cancelled`
   */
  fit(options: FitOptions, control: Control): Promise<Fitted>;
  /** @throws LoupeError `bad-data`, or ZodError, when tensors or parameters are not the method's */
  open(options: OpenOptions): OpenMethod;
}

/** A method's result as a detection without scales. */
export function asDetection({ map, score }: MapAndScore): MethodDetection {
  return { map, score, scaleMaps: null, scaleScores: null, nearestGood: () => [] };
}
