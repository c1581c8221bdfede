/**
 * Why this file exists: what the engine's tests share: seeded weights and images, the real
 * backbone where there is one, and a control that neither shows nor stops anything.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomBackbone, type Backbone } from '../../../src/main/backbone/backbone.ts';
import { identify } from '../../../src/main/backbone/known.ts';
import { readLayers } from '../../../src/main/backbone/read-weights.ts';
import type { NormalBank } from '../../../src/main/engine/bank.ts';
import type { Control } from '../../../src/main/engine/control.ts';
import { Encoder } from '../../../src/main/engine/encoder.ts';
import type { ImageSource } from '../../../src/main/engine/images.ts';
import { sharedFolder } from '../../../src/main/places.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { perScale, type PerScale } from '../../../src/shared/scales.ts';

const madeUp = new Map<number, Backbone>();

/**
 * Random weights whose biases are not zero either, so that a lost bias shows. Drawn once for each
 * seed: millions of normal numbers take a second.
 */
export function madeUpBackbone(seed: number): Backbone {
  const known = madeUp.get(seed);
  if (known) return known;
  const backbone = randomBackbone(seed);
  madeUp.set(seed, backbone);
  const random = createRandom(seed).fork('biases');
  for (const { bias } of backbone.layers) {
    for (let i = 0; i < bias.length; i++) bias[i] = 0.1 * random.normal();
  }
  return backbone;
}

/** The ImageNet weights handed to this machine, or undefined with a warning that names the place. */
export async function sharedBackbone(): Promise<Backbone | undefined> {
  const file = join(sharedFolder(), 'weights', 'vgg16_imagenet_blocks1-4.safetensors');
  if (existsSync(file)) return identify(await readLayers(file), file);
  console.warn(`Skipped: there are no VGG16 weights at ${file}.`);
  return undefined;
}

/** A textured image: RGB 0..255, size * size * 3 values; the same for the same seed. */
export function madeUpImage(seed: number, size: number): Float32Array {
  const random = createRandom(seed).fork('image');
  const phases = Array.from({ length: 6 }, () => random.between(0.05, 0.6));
  const pixels = new Float32Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let c = 0; c < 3; c++) {
        const [a = 0, b = 0] = phases.slice(2 * c);
        const wave = 60 * Math.sin(a * x + b * y) + 40 * Math.cos(b * x - a * y);
        pixels[(y * size + x) * 3 + c] = 128 + wave + random.between(-20, 20);
      }
    }
  }
  return pixels;
}

/** Images in memory as the engine takes them. */
export function imagesOf(list: readonly Float32Array[]): ImageSource {
  return {
    count: list.length,
    load: async (index) => {
      const image = list[index];
      if (!image) throw new RangeError(`there is no image ${index}`);
      return image;
    },
  };
}

/** Three encoders over the same tensors, as a frozen model has them. */
export function sharedEncoders({ layers }: Backbone): PerScale<Encoder> {
  const enc64 = Encoder.create(64, layers);
  return { 64: enc64, 32: enc64.prefix(32), 16: enc64.prefix(16) };
}

/** Three encoders with tensors of their own, as a trained model has them. */
export function separateEncoders({ layers }: Backbone): PerScale<Encoder> {
  return perScale((theta) => Encoder.create(theta, layers));
}

export function disposeAll(encoders: PerScale<Encoder>): void {
  for (const encoder of Object.values(encoders)) encoder.dispose();
}

/** Shows nothing and stops nothing. */
export function quietControl(changes: Partial<Control> = {}): Control {
  return { onProgress: () => {}, signal: new AbortController().signal, ...changes };
}

/** Normal random values, count of them. */
export function normals(seed: number, count: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

/** The largest |a - b| as a part of the largest |b|. */
export function relativeDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values against ${b.length}`);
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const [u, v] = [a[i] ?? NaN, b[i] ?? NaN];
    // A NaN on either side counts as an infinite difference.
    difference = Math.abs(u - v) <= difference ? difference : Math.abs(u - v);
    if (Number.isNaN(difference)) return Infinity;
    largest = Math.max(largest, Math.abs(v));
  }
  return difference / largest;
}

/** The rows of a matrix, each divided by its length; rows of zeros stay. */
export function unitRows(values: Float32Array, dim: number): Float32Array {
  return values.map((value, i) => {
    const from = i - (i % dim);
    const length = Math.hypot(...values.subarray(from, from + dim));
    return length > 0 ? value / length : 0;
  });
}

/** A bank over the given vectors, all from image 0. */
export function bankOf(vectors: Float32Array, dim: number): NormalBank {
  const count = vectors.length / dim;
  return {
    theta: 16,
    dim,
    vectors,
    imageIndex: new Uint32Array(count),
    x: new Int32Array(count),
    y: new Int32Array(count),
    localScale: new Float32Array(count).fill(1),
    candidates: count,
    coveringRadius: NaN,
  };
}
