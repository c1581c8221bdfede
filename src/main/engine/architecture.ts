/**
 * Why this file exists: the shape of Enc_theta (paper 3.1). VGG16 is cut where its field of view
 * is the patch size; every convolution is *valid*, so one dense pass over an image gives exactly
 * the embeddings of all its patches at multiples of the total stride.
 *
 * The three cuts are prefixes of one sequence, so encoders whose early weights are the same
 * tensors can share that part of the pass.
 */
import type { PerScale, Theta } from '../../shared/scales.ts';

export type ConvName =
  'conv1_1' | 'conv1_2' | 'conv2_1' | 'conv2_2' | 'conv3_1' | 'conv3_2' | 'conv3_3' | 'conv4_1';

/** One step of the sequence: a 3x3 valid convolution with bias and ReLU, or a 2x2/2 max pooling. */
export type Step =
  { kind: 'conv'; name: ConvName; inputs: number; outputs: number } | { kind: 'pool' };

const conv = (name: ConvName, inputs: number, outputs: number): Step => ({
  kind: 'conv',
  name,
  inputs,
  outputs,
});
const pool: Step = { kind: 'pool' };

const SEQUENCE: readonly Step[] = [
  conv('conv1_1', 3, 64),
  conv('conv1_2', 64, 64),
  pool,
  conv('conv2_1', 64, 128),
  conv('conv2_2', 128, 128),
  pool,
  conv('conv3_1', 128, 256),
  conv('conv3_2', 256, 256),
  conv('conv3_3', 256, 256),
  pool,
  conv('conv4_1', 256, 512),
];

export interface Architecture {
  theta: Theta;
  steps: readonly Step[];
  /** Length of an embedding. */
  dim: number;
  /** Distance of neighbouring dense embeddings in pixels. */
  stride: number;
  /** Pixels an embedding really sees, in each direction. */
  fieldOfView: number;
  /**
   * Where the patch of theta pixels lies relative to the seen pixels: it starts this many pixels
   * before them. Enc64's last pooling drops the odd row and column of a 7x7 map, so it sees only
   * 60 of 64 pixels; its patch is centred on what it sees (decision 0007).
   */
  margin: number;
}

const cut = (theta: Theta, length: number, dim: number, stride: number, fieldOfView: number) => ({
  theta,
  steps: SEQUENCE.slice(0, length),
  dim,
  stride,
  fieldOfView,
  margin: (theta - fieldOfView) / 2,
});

export const ARCHITECTURES: PerScale<Architecture> = {
  16: cut(16, 6, 128, 4, 16),
  32: cut(32, 8, 256, 4, 32),
  64: cut(64, 11, 512, 8, 60),
};

/** The convolutions of an encoder, in order. */
export function convolutionsOf(architecture: Architecture) {
  return architecture.steps.filter((step) => step.kind === 'conv');
}

/** How many dense embeddings fit along a side of `size` pixels. */
export function denseCount(architecture: Architecture, size: number): number {
  return size < architecture.fieldOfView
    ? 0
    : Math.floor((size - architecture.fieldOfView) / architecture.stride) + 1;
}
