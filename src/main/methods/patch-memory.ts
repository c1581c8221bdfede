/**
 * Why this file exists: a memory of patch features by image, searched whole or without one image's
 * own, as named tensors of a model file.
 */
import { LoupeError } from '../../shared/errors.ts';
import { BankIndex } from '../engine/search.ts';
import type { tf } from '../engine/tf.ts';
import { float32Of } from '../models/safetensors.ts';
import type { Tensors } from './method.ts';

export interface Memory {
  dim: number;
  /** count * dim values, ordered by image. */
  vectors: Float32Array;
  /** The training image of each vector, ascending. */
  imageIndex: Uint32Array;
}

export function putMemory(tensors: Tensors, name: string, memory: Memory): void {
  const { dim, vectors, imageIndex } = memory;
  const count = imageIndex.length;
  tensors.set(`${name}/vectors`, { dtype: 'F32', shape: [count, dim], data: vectors });
  tensors.set(`${name}/image`, { dtype: 'U32', shape: [count], data: imageIndex });
}

/** @throws LoupeError `bad-data` */
export function getMemory(tensors: Tensors, name: string): Memory {
  const imageIndex = tensors.get(`${name}/image`)?.data;
  const [count, dim] = tensors.get(`${name}/vectors`)?.shape ?? [];
  if (!(imageIndex instanceof Uint32Array) || count !== imageIndex.length || dim === undefined) {
    throw new LoupeError(
      'bad-data',
      `The memory "${name}" is missing or incomplete.`,
      'Take a fresh copy of the model.',
    );
  }
  const vectors = float32Of({ tensors, metadata: {} }, `${name}/vectors`, [count, dim]);
  return { dim, vectors, imageIndex };
}

/** The range [from, to) of vectors that come from one image. */
export function rangeOf({ imageIndex }: Pick<Memory, 'imageIndex'>, image: number) {
  const from = lowerBound(imageIndex, image);
  return [from, lowerBound(imageIndex, image + 1)] as const;
}

function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A memory on the device. */
export class MemoryIndex {
  readonly memory: Memory;
  readonly #index: BankIndex;

  constructor(memory: Memory) {
    this.memory = memory;
    this.#index = new BankIndex(memory);
  }

  /**
   * The nearest vector to each query [n, dim], and its distance.
   * @param apart the training image whose own vectors are left out
   */
  nearest(queries: tf.Tensor2D, apart?: number): { distances: Float32Array; indices: Int32Array } {
    if (apart === undefined) return this.#index.nearest(queries);
    return this.#index.nearest(queries, { skip: rangeOf(this.memory, apart) });
  }

  dispose(): void {
    this.#index.dispose();
  }
}
