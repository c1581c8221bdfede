/**
 * Why this file exists: a model at work. From one image to its anomaly map, score, and the good
 * patch each place was compared with (paper 3.4).
 */
import { perScale, THETAS, type PerScale, type Theta } from '../../shared/scales.ts';
import { bankCount, type NormalBank } from './bank.ts';
import { denseEmbeddings, gridOf, type EmbeddingSetup, type Grid } from './dense.ts';
import { calibrated } from './local-scale.ts';
import type { Encoder } from './encoder.ts';
import { imageScore, scaleMap, sumMaps } from './maps.ts';
import { BankIndex } from './search.ts';
import { tf } from './tf.ts';

/** Eq. 6 for every patch of an image, row-major over each scale's grid. */
export interface Comparison {
  /** |q - t|_2 to the nearest bank vector, before any calibration. */
  distances: PerScale<Float32Array>;
  /** That vector's index in the bank. */
  nearest: PerScale<Int32Array>;
}

export interface Detection {
  /** Eq. 8, size * size values. */
  map: Float32Array;
  /** Eq. 7 per scale. */
  scaleMaps: PerScale<Float32Array>;
  /** Eq. 9 on the sum, raw and unbounded. */
  score: number;
  /** Eq. 9 on each scale's own map. */
  scaleScores: PerScale<number>;
  /** Eq. 6 per patch over the bank's local scale, row-major over the scale's grid. */
  distances: PerScale<Float32Array>;
  /** Index of the nearest bank vector per patch, row-major over the scale's grid. */
  nearest: PerScale<Int32Array>;
}

/** The patch at a place and the good patch nearest to it. */
export interface NearestGood {
  theta: Theta;
  /** The patch looked at, top-left pixel at input size. */
  patch: { x: number; y: number };
  distance: number;
  /** The good patch: index of its image in the model's list, top-left pixel at input size. */
  good: { image: number; x: number; y: number };
}

export interface DetectorParts {
  encoders: PerScale<Encoder>;
  banks: PerScale<NormalBank>;
  setup: EmbeddingSetup;
  size: number;
  /** Of Eq. 8; all 1 in the paper. */
  weights: PerScale<number>;
}

export class Detector {
  readonly size: number;
  readonly banks: PerScale<NormalBank>;
  readonly grids: PerScale<Grid>;
  /** Of Eq. 8; all 1 in the paper. */
  weights: PerScale<number>;
  readonly #encoders: PerScale<Encoder>;
  readonly #indexes: PerScale<BankIndex>;
  readonly #setup: EmbeddingSetup;

  /** Takes over the encoders; `dispose` frees them. */
  constructor(parts: DetectorParts) {
    this.size = parts.size;
    this.banks = parts.banks;
    this.#encoders = parts.encoders;
    this.#setup = parts.setup;
    this.weights = parts.weights;
    this.#indexes = perScale((theta) => new BankIndex(parts.banks[theta]));
    this.grids = perScale((theta) =>
      gridOf(parts.encoders[theta], parts.size, parts.setup.strides[theta]),
    );
  }

  /**
   * Eq. 6 to 9 on one image.
   * @param image RGB 0..255, size * size * 3 values, made by the one preprocessing path
   */
  detect(image: Float32Array): Detection {
    return this.assemble(this.compare(image));
  }

  /** Eq. 6 for every patch of an image. */
  compare(image: Float32Array): Comparison {
    return this.#withEmbeddings(image, (embeddings) =>
      comparisonOf(perScale((theta) => this.#indexes[theta].nearest(embeddings[theta]))),
    );
  }

  /**
   * Eq. 6 for a training image: `apart` from its own patches in the bank, and the distances to the
   * `whole` bank (its own patches are few, so they are compared separately).
   * @param index the image's index among the training images
   */
  compareGood(
    image: Float32Array,
    index: number,
  ): { apart: Comparison; whole: PerScale<Float32Array> } {
    return this.#withEmbeddings(image, (embeddings) => {
      const found = perScale((theta) =>
        this.#indexes[theta].nearest(embeddings[theta], { skip: this.ownRange(theta, index) }),
      );
      const whole = perScale((theta) => {
        const only = this.ownRange(theta, index);
        if (only[0] === only[1]) return found[theta].distances;
        const own = this.#indexes[theta].nearest(embeddings[theta], { only }).distances;
        return found[theta].distances.map((distance, patch) => Math.min(distance, own[patch]!));
      });
      return { apart: comparisonOf(found), whole };
    });
  }

  #withEmbeddings<T>(image: Float32Array, use: (embeddings: PerScale<tf.Tensor2D>) => T): T {
    const { size } = this;
    if (image.length !== size * size * 3) {
      throw new RangeError(`the model takes ${size} x ${size} RGB, not ${image.length} values`);
    }
    const embeddings = denseEmbeddings(this.#encoders, image, size, this.#setup);
    try {
      return use(embeddings as PerScale<tf.Tensor2D>);
    } finally {
      tf.dispose(Object.values(embeddings));
    }
  }

  /** Eq. 7 to 9 from an image's distances. */
  assemble(comparison: Comparison): Detection {
    const { nearest } = comparison;
    const distances = perScale((theta) =>
      calibrated(comparison.distances[theta], nearest[theta], this.banks[theta].localScale),
    );
    const scaleMaps = perScale((theta) => scaleMap(distances[theta], this.grids[theta], this.size));
    const map = sumMaps(scaleMaps, this.weights);
    return {
      map,
      scaleMaps,
      score: imageScore(map, this.size),
      scaleScores: perScale((theta) => imageScore(scaleMaps[theta], this.size)),
      distances,
      nearest,
    };
  }

  /** For pixel (x, y): at each scale, the patch centred nearest to it and its nearest good patch. */
  nearestGood(detection: Detection, x: number, y: number): NearestGood[] {
    return THETAS.map((theta) => {
      const { rows, columns, stride, origin } = this.grids[theta];
      const cellAt = (pixel: number, count: number) =>
        Math.min(count - 1, Math.max(0, Math.round((pixel - origin - theta / 2) / stride)));
      const row = cellAt(y, rows);
      const column = cellAt(x, columns);
      const cell = row * columns + column;
      const index = detection.nearest[theta][cell] ?? 0;
      const bank = this.banks[theta];
      return {
        theta,
        patch: { x: origin + column * stride, y: origin + row * stride },
        distance: detection.distances[theta][cell] ?? 0,
        good: {
          image: bank.imageIndex[index] ?? 0,
          x: bank.x[index] ?? 0,
          y: bank.y[index] ?? 0,
        },
      };
    });
  }

  /** The range [from, to) of bank vectors that come from one training image. */
  ownRange(theta: Theta, image: number): readonly [number, number] {
    const { imageIndex } = this.banks[theta];
    let from = 0;
    while (from < imageIndex.length && (imageIndex[from] ?? 0) < image) from++;
    let to = from;
    while (to < imageIndex.length && imageIndex[to] === image) to++;
    return [from, to];
  }

  /** Memory of the three banks in bytes. */
  get bankBytes(): number {
    return THETAS.reduce((sum, theta) => {
      const bank = this.banks[theta];
      return sum + bankCount(bank) * bank.dim * 4;
    }, 0);
  }

  dispose(): void {
    for (const theta of THETAS) {
      this.#encoders[theta].dispose();
      this.#indexes[theta].dispose();
    }
  }
}

function comparisonOf(
  found: PerScale<{ distances: Float32Array; indices: Int32Array }>,
): Comparison {
  return {
    distances: perScale((theta) => found[theta].distances),
    nearest: perScale((theta) => found[theta].indices),
  };
}
