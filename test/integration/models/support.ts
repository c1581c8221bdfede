/** Why this file exists: a small but complete model, for tests of how models are kept. */
import { ARCHITECTURES, convolutionsOf } from '../../../src/main/engine/architecture.ts';
import type { NormalBank } from '../../../src/main/engine/bank.ts';
import type { ConvWeights } from '../../../src/main/engine/encoder.ts';
import type { FileSet } from '../../../src/main/models/model-files.ts';
import type { MultiScaleModel } from '../../../src/main/models/model-content.ts';
import { readModel, type NewModel } from '../../../src/main/models/model-store.ts';
import { MODEL_SCHEMA_VERSION } from '../../../src/shared/manifest.ts';
import { perScale, type PerScale, type Theta } from '../../../src/shared/scales.ts';

/** Values that follow from a seed, cheaper than normal numbers. */
function filled(seed: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.fround(Math.sin(seed + 0.37 * i)));
}

/** Weights of Enc_theta. */
export function madeUpLayers(theta: Theta, seed: number): ConvWeights[] {
  return convolutionsOf(ARCHITECTURES[theta]).map(({ name, inputs, outputs }, index) => ({
    name,
    kernel: filled(seed + index, 9 * inputs * outputs),
    shape: [3, 3, inputs, outputs],
    bias: filled(seed + 20 + index, outputs),
  }));
}

function madeUpBank(theta: Theta, count: number): NormalBank {
  const { dim } = ARCHITECTURES[theta];
  return {
    theta,
    dim,
    vectors: filled(theta, count * dim),
    imageIndex: Uint32Array.from({ length: count }, (_, i) => Math.floor((2 * i) / count)),
    x: Int32Array.from({ length: count }, (_, i) => 8 * i - 2),
    y: Int32Array.from({ length: count }, (_, i) => -2 + i),
    localScale: filled(theta + 1, count),
    candidates: 100,
    coveringRadius: 0.25,
  };
}

export type ModelParts = Extract<NewModel, { banks: unknown }>;

/** Reads a model of the paper's method; fails on any other. */
export async function readMultiScale(path: string): Promise<MultiScaleModel> {
  const model = await readModel(path);
  if ('banks' in model) return model;
  throw new TypeError(`${path} is a model of ${model.manifest.method}`);
}

/** The encoders of a frozen model: three cuts of one network. */
function oneNetwork(): PerScale<ConvWeights[]> {
  const layers = madeUpLayers(64, 1);
  return { 64: layers, 32: layers, 16: layers };
}

/** A model of two good images. @param encoders shared by default, as a frozen model has them */
export function madeUpModel(encoders: PerScale<ConvWeights[]> = oneNetwork()): ModelParts {
  const banks = perScale((theta) => madeUpBank(theta, 12 + theta / 16));
  return {
    encoders,
    banks,
    manifest: {
      schemaVersion: MODEL_SCHEMA_VERSION,
      name: 'plates ü',
      createdAt: '2026-01-02T03:04:05.678Z',
      createdBy: 'loupe 0.0.0',
      method: 'multi-scale-patch',
      recipe: 'frozen',
      recipeParameters: { bankMb: 1, training: null },
      seed: 0,
      preprocessing: { size: 128, fit: 'stretch', kernel: 'cubic' },
      input: { order: 'bgr', scale: 1, mean: [1, 2, 3], std: [1, 1, 1] },
      normalisation: { kind: 'soft', floor: { 16: 0.5, 32: 1, 64: 2 } },
      strides: { 16: 4, 32: 4, 64: 8 },
      scaleWeights: { 16: 1, 32: 0.5, 64: 1 },
      backbone: { name: 'none', sha256: '0'.repeat(64) },
      dataset: { name: 'plates', root: '/data/plates', fingerprint: 'f', trainImages: 2 },
      banks: perScale((theta) => ({
        vectors: banks[theta].imageIndex.length,
        dim: banks[theta].dim,
        candidates: 100,
        coveringRadius: 0.25,
      })),
      goodImages: [
        { path: 'train/good/a.png', file: 'good/00000.webp' },
        { path: 'train/good/b.png', file: 'good/00001.webp' },
      ],
      goodMap: { median: 0.2, p995: 0.6, max: 0.9, heldOut: true },
      goodScores: [0.5, 0.75],
      thresholds: { image: 0.75, pixel: 0.9, source: 'good-only', overkill: 0.01 },
      training: { device: 'no device', seconds: 1.5, steps: { 16: 0, 32: 0, 64: 0 } },
    },
  };
}

/** @param bytes size of the second picture, to make writing take a while */
export function madeUpPictures(bytes = 500): FileSet {
  return new Map([
    ['good/00000.webp', Uint8Array.from({ length: 300 }, (_, i) => i % 251)],
    ['good/00001.webp', Uint8Array.from({ length: bytes }, (_, i) => i % 241)],
    ['curves.json', new TextEncoder().encode('[]\n')],
  ]);
}
