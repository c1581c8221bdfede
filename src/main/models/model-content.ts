/**
 * Why this file exists: what a model is in memory, and its tensors as files: encoders and banks of
 * the paper's method, the named tensors of any other, as safetensors.
 */
import { LoupeError } from '../../shared/errors.ts';
import type { MultiScaleManifest, RivalManifest } from '../../shared/manifest.ts';
import { perScale, THETAS, type PerScale } from '../../shared/scales.ts';
import { ARCHITECTURES, convolutionsOf } from '../engine/architecture.ts';
import type { NormalBank } from '../engine/bank.ts';
import type { ConvWeights } from '../engine/encoder.ts';
import { float32Of, readSafetensors, writeSafetensors, type StoredTensor } from './safetensors.ts';

export interface MultiScaleModel {
  manifest: MultiScaleManifest;
  /** Weights per scale; the very same array at each scale where the encoders are shared. */
  encoders: PerScale<ConvWeights[]>;
  banks: PerScale<NormalBank>;
}

/** A model of another method, see `methods/method.ts`. */
export interface RivalModel {
  manifest: RivalManifest;
  tensors: Map<string, StoredTensor>;
}

export type Model = MultiScaleModel | RivalModel;

/** The tensors of a rival method. */
export const TENSORS_FILE = 'tensors.safetensors';
export const ENCODERS_FILE = 'encoders.safetensors';
export const BANKS_FILE = 'banks.safetensors';

/** True when the three encoders are cuts of one network, whose layers are stored once. */
export function sharesEncoders(encoders: PerScale<ConvWeights[]>): boolean {
  return encoders[64] === encoders[32] && encoders[32] === encoders[16];
}

export function encodeEncoders(encoders: PerScale<ConvWeights[]>): Uint8Array {
  const shared = sharesEncoders(encoders);
  const tensors = new Map<string, StoredTensor>();
  for (const theta of shared ? ([64] as const) : THETAS) {
    const names = new Set<string>(convolutionsOf(ARCHITECTURES[theta]).map(({ name }) => name));
    for (const { name, kernel, shape, bias } of encoders[theta].filter((l) => names.has(l.name))) {
      const key = `${shared ? 'shared' : theta}/${name}`;
      tensors.set(`${key}/kernel`, { dtype: 'F32', shape: [...shape], data: kernel });
      tensors.set(`${key}/bias`, { dtype: 'F32', shape: [bias.length], data: bias });
    }
  }
  return writeSafetensors(tensors);
}

/** @throws LoupeError `bad-data` when a layer is missing or has another shape */
export function decodeEncoders(bytes: Uint8Array): PerScale<ConvWeights[]> {
  const file = readSafetensors(bytes, ENCODERS_FILE);
  const layersOf = (group: string, theta: 16 | 32 | 64): ConvWeights[] =>
    convolutionsOf(ARCHITECTURES[theta]).map(({ name, inputs, outputs }) => {
      const shape: [number, number, number, number] = [3, 3, inputs, outputs];
      return {
        name,
        shape,
        kernel: float32Of(file, `${group}/${name}/kernel`, shape),
        bias: float32Of(file, `${group}/${name}/bias`, [outputs]),
      };
    });
  if (file.tensors.has('shared/conv1_1/kernel')) {
    const layers = layersOf('shared', 64);
    return { 64: layers, 32: layers, 16: layers };
  }
  return perScale((theta) => layersOf(String(theta), theta));
}

export function encodeBanks(banks: PerScale<NormalBank>): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  for (const theta of THETAS) {
    const { vectors, dim, imageIndex, x, y, localScale } = banks[theta];
    const n = imageIndex.length;
    tensors.set(`${theta}/vectors`, { dtype: 'F32', shape: [n, dim], data: vectors });
    tensors.set(`${theta}/image`, { dtype: 'U32', shape: [n], data: imageIndex });
    tensors.set(`${theta}/x`, { dtype: 'I32', shape: [n], data: x });
    tensors.set(`${theta}/y`, { dtype: 'I32', shape: [n], data: y });
    tensors.set(`${theta}/scale`, { dtype: 'F32', shape: [n], data: localScale });
  }
  return writeSafetensors(tensors);
}

/** @throws LoupeError `bad-data` when the banks do not fit their description in the manifest */
export function decodeBanks(bytes: Uint8Array, manifest: MultiScaleManifest): PerScale<NormalBank> {
  const file = readSafetensors(bytes, BANKS_FILE);
  return perScale((theta) => {
    const { vectors: n, dim, candidates, coveringRadius } = manifest.banks[theta];
    const imageIndex = file.tensors.get(`${theta}/image`)?.data;
    const x = file.tensors.get(`${theta}/x`)?.data;
    const y = file.tensors.get(`${theta}/y`)?.data;
    if (
      !(imageIndex instanceof Uint32Array && x instanceof Int32Array && y instanceof Int32Array) ||
      [imageIndex, x, y].some((list) => list.length !== n) ||
      imageIndex.some((image) => image >= manifest.goodImages.length)
    ) {
      throw new LoupeError(
        'bad-data',
        `${BANKS_FILE} does not hold the ${n} patches of ${theta} px that its manifest names.`,
        'Take a fresh copy of the model.',
      );
    }
    const vectors = float32Of(file, `${theta}/vectors`, [n, dim]);
    const localScale = float32Of(file, `${theta}/scale`, [n]);
    return { theta, dim, vectors, imageIndex, x, y, localScale, candidates, coveringRadius };
  });
}
