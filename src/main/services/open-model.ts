/** Why this file exists: from a model file to a detector that runs, on the best backend here. */
import { join } from 'node:path';
import type { ModelManifest } from '../../shared/manifest.ts';
import { THETAS, type PerScale } from '../../shared/scales.ts';
import { loadInput, toFloat, type Raster } from '../dataset/decode.ts';
import { Detector, type Detection } from '../engine/detector.ts';
import { Encoder, type ConvWeights } from '../engine/encoder.ts';
import { sharesEncoders } from '../models/model-content.ts';
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
  detector: Detector;
  /** Decodes one image by the model's preprocessing and runs the detector on it. */
  detectFile(file: string): Promise<{ raster: Raster; detection: Detection }>;
  dispose(): void;
}

/** @throws LoupeError `not-found`, `bad-model`, `runtime` */
export async function openModel(path: string): Promise<OpenModel> {
  const { manifest, encoders, banks } = await readModel(path);
  const { device } = await loadTensorFlow();
  const detector = new Detector({
    encoders: encodersFrom(encoders),
    banks,
    setup: {
      input: manifest.input,
      normalisation: manifest.normalisation,
      strides: manifest.strides,
    },
    size: manifest.preprocessing.size,
    weights: manifest.scaleWeights,
  });
  return {
    manifest,
    device,
    detector,
    async detectFile(file) {
      const raster = await loadInput(file, manifest.preprocessing);
      return { raster, detection: detector.detect(toFloat(raster)) };
    },
    dispose: () => detector.dispose(),
  };
}

/**
 * The fixed colour scale of a model's maps: from a typical good pixel to four times as far as the
 * highest good one, so that thresholds lie well inside it.
 */
export function mapRangeOf({ goodMap }: ModelManifest): [number, number] {
  return [goodMap.median, goodMap.median + 4 * Math.max(goodMap.max - goodMap.median, 1e-6)];
}

/** Vectors and memory of a model's banks, for people. */
export function describeBanks({ banks }: ModelManifest): string {
  const bytes = THETAS.reduce((sum, theta) => sum + banks[theta].vectors * banks[theta].dim * 4, 0);
  const counts = THETAS.map((theta) => `${theta}: ${banks[theta].vectors.toLocaleString('en')}`);
  return `${counts.join(', ')} patches, ${(bytes / 1e6).toFixed(1)} MB`;
}

/** A path of the data set on this system. */
export function fileOf(root: string, path: string): string {
  return join(root, ...path.split('/'));
}
