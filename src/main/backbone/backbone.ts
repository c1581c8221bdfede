/**
 * Why this file exists: what a backbone is (the first ten convolutions of VGG16 as plain numbers,
 * with what they expect of their input), independent of the file it came from.
 */
import { createHash } from 'node:crypto';
import type { InputConvention } from '../../shared/manifest.ts';
import { createRandom } from '../../shared/random.ts';

/** One 3x3 convolution. */
export interface BackboneLayer {
  name: LayerName;
  /** HWIO, row-major: [3, 3, in, out]. */
  kernel: Float32Array;
  shape: [3, 3, number, number];
  bias: Float32Array;
}

export interface Backbone {
  /** `vgg16-imagenet` for the known weights, `vgg16` for others, `none` for random ones. */
  name: string;
  /** Over all layers' kernels and biases: the same for the same weights in any file format. */
  sha256: string;
  input: InputConvention;
  /** conv1_1 .. conv4_3, in this order. */
  layers: BackboneLayer[];
}

/** Name, input channels and output channels of every layer, in order. */
export const LAYERS = [
  ['conv1_1', 3, 64],
  ['conv1_2', 64, 64],
  ['conv2_1', 64, 128],
  ['conv2_2', 128, 128],
  ['conv3_1', 128, 256],
  ['conv3_2', 256, 256],
  ['conv3_3', 256, 256],
  ['conv4_1', 256, 512],
  ['conv4_2', 512, 512],
  ['conv4_3', 512, 512],
] as const;
export type LayerName = (typeof LAYERS)[number][0];

/** How a file's weights expect pixels; a user states it for a file that is not known. */
export const CONVENTIONS = ['keras', 'torchvision'] as const;
export type ConventionName = (typeof CONVENTIONS)[number];

/** Input conventions by name. `mean` and `std` are in the order of the channels as fed. */
export function inputConvention(name: ConventionName): InputConvention {
  switch (name) {
    case 'keras':
      // Keras applications and Caffe: BGR, 0..255, minus the ImageNet means of B, G, R.
      return { order: 'bgr', scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1] };
    case 'torchvision':
      return {
        order: 'rgb',
        scale: 1 / 255,
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
      };
  }
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** SHA-256 of one layer's kernel and bias, hexadecimal. */
export function hashOfLayer({ kernel, bias }: BackboneLayer): string {
  return createHash('sha256').update(bytesOf(kernel)).update(bytesOf(bias)).digest('hex');
}

/** The content hash that names a backbone: SHA-256 over the names and hashes of its layers. */
export function hashOfLayers(layers: readonly BackboneLayer[]): string {
  const hash = createHash('sha256');
  for (const layer of layers) hash.update(`${layer.name} ${hashOfLayer(layer)}\n`);
  return hash.digest('hex');
}

/**
 * Random weights for training from scratch (`--backbone none`): He initialisation, normal with
 * variance 2 / (9 in), zero biases. The same seed gives the same weights everywhere.
 */
export function randomBackbone(seed: number): Backbone {
  const random = createRandom(seed);
  const layers = LAYERS.map(([name, from, to]): BackboneLayer => {
    const scale = Math.sqrt(2 / (9 * from));
    const stream = random.fork(name);
    const kernel = Float32Array.from({ length: 9 * from * to }, () => scale * stream.normal());
    return { name, kernel, shape: [3, 3, from, to], bias: new Float32Array(to) };
  });
  // Torchvision's convention keeps inputs near unit variance, which He initialisation assumes.
  return {
    name: 'none',
    sha256: hashOfLayers(layers),
    input: inputConvention('torchvision'),
    layers,
  };
}
