/** Why this file exists: from a model file to a detector that runs, on the best backend here. */
import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { ModelManifest, MultiScaleManifest } from '../../shared/manifest.ts';
import { THETAS, type PerScale } from '../../shared/scales.ts';
import { loadInput, toFloat, type Raster } from '../dataset/decode.ts';
import { Detector } from '../engine/detector.ts';
import { Encoder, type ConvWeights } from '../engine/encoder.ts';
import { asDetection, type MethodDetection } from '../methods/method.ts';
import { methodOf } from '../methods/methods.ts';
import { sharesEncoders, type MultiScaleModel, type RivalModel } from '../models/model-content.ts';
import { badModel } from '../models/model-files.ts';
import { readModel } from '../models/model-store.ts';
import type { DeviceInfo } from '../runtime/device.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';

/** Encoders on the device; where all scales have the same weights, one network cut at three places. */
export function encodersFrom(weights: PerScale<readonly ConvWeights[]>): PerScale<Encoder> {
  const enc64 = Encoder.create(64, weights[64]);
  if (sharesEncoders(weights as PerScale<ConvWeights[]>)) {
    return { 64: enc64, 32: enc64.prefix(32), 16: enc64.prefix(16) };
  }
  return { 64: enc64, 32: Encoder.create(32, weights[32]), 16: Encoder.create(16, weights[16]) };
}

export interface OpenModel {
  manifest: ModelManifest;
  device: DeviceInfo;
  /** Decodes one image by the model's preprocessing and runs its method on it. */
  detectFile(file: string): Promise<{ raster: Raster; detection: MethodDetection }>;
  dispose(): void;
}

/** @throws LoupeError `not-found`, `bad-model`, `runtime` */
export async function openModel(path: string): Promise<OpenModel> {
  const model = await readModel(path);
  const { manifest } = model;
  const { device } = await loadTensorFlow();
  const opened = 'tensors' in model ? openRival(model, path) : openMultiScale(model);
  return {
    manifest,
    device,
    async detectFile(file) {
      const raster = await loadInput(file, manifest.preprocessing);
      return { raster, detection: opened.detect(toFloat(raster)) };
    },
    dispose: () => opened.dispose(),
  };
}

interface Opened {
  detect(image: Float32Array): MethodDetection;
  dispose(): void;
}

function openMultiScale({ manifest, encoders, banks }: MultiScaleModel): Opened {
  const { input, normalisation, strides } = manifest;
  const detector = new Detector({
    encoders: encodersFrom(encoders),
    banks,
    setup: { input, normalisation, strides },
    size: manifest.preprocessing.size,
    weights: manifest.scaleWeights,
  });
  return {
    detect(image) {
      const detection = detector.detect(image);
      return { ...detection, nearestGood: (x, y) => detector.nearestGood(detection, x, y) };
    },
    dispose: () => detector.dispose(),
  };
}

function openRival({ manifest, tensors }: RivalModel, path: string): Opened {
  const { method, recipeParameters: parameters, input } = manifest;
  const { size } = manifest.preprocessing;
  try {
    const opened = methodOf(method).open({ tensors, parameters, size, input });
    return {
      detect: (image) => asDetection(opened.detect(image)),
      dispose: () => opened.dispose(),
    };
  } catch (error) {
    throw badModel(path, messageOf(error).replace(/\.$/, ''), error);
  }
}

/** Vectors and memory of a model's banks, for people. */
export function describeBanks({ banks }: MultiScaleManifest): string {
  const bytes = THETAS.reduce((sum, theta) => sum + banks[theta].vectors * banks[theta].dim * 4, 0);
  const counts = THETAS.map((theta) => `${theta}: ${banks[theta].vectors.toLocaleString('en')}`);
  return `${counts.join(', ')} patches, ${(bytes / 1e6).toFixed(1)} MB`;
}

/** A path of the data set on this system. */
export function fileOf(root: string, path: string): string {
  return join(root, ...path.split('/'));
}
