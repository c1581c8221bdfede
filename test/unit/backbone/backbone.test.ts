import { describe, expect, it } from 'vitest';
import {
  LAYERS,
  hashOfLayers,
  inputConvention,
  randomBackbone,
} from '../../../src/main/backbone/backbone.ts';
import { identify } from '../../../src/main/backbone/known.ts';
import { kernelFromOihw } from '../../../src/main/backbone/read-weights.ts';
import { madeUpLayers } from './layers.ts';

describe('kernelFromOihw', () => {
  it('is the transpose by (2, 3, 1, 0)', () => {
    const [from, to] = [3, 5];
    const oihw = Float32Array.from({ length: to * from * 9 }, (_, i) => i);
    const hwio = kernelFromOihw(oihw, from, to);
    for (let o = 0; o < to; o++)
      for (let i = 0; i < from; i++)
        for (let h = 0; h < 3; h++)
          for (let w = 0; w < 3; w++) {
            const found = hwio[((h * 3 + w) * from + i) * to + o];
            expect(found).toBe(oihw[((o * from + i) * 3 + h) * 3 + w]);
          }
  });
});

describe('input conventions', () => {
  it('keep Keras weights from being fed torchvision input', () => {
    expect(inputConvention('keras')).toEqual({
      order: 'bgr',
      scale: 1,
      mean: [103.939, 116.779, 123.68],
      std: [1, 1, 1],
    });
    expect(inputConvention('torchvision')).toMatchObject({ order: 'rgb', scale: 1 / 255 });
  });
});

describe('randomBackbone', () => {
  const backbone = randomBackbone(7);

  it('has all ten layers with their shapes', () => {
    expect(backbone.layers.map(({ name, shape }) => [name, shape[2], shape[3]])).toEqual(LAYERS);
    for (const { kernel, shape, bias } of backbone.layers) {
      expect(kernel).toHaveLength(9 * shape[2] * shape[3]);
      expect(bias.every((value) => value === 0)).toBe(true);
    }
  });

  it('has He variance 2 / (9 in) in every layer', () => {
    for (const { kernel, shape } of backbone.layers) {
      const variance = kernel.reduce((sum, value) => sum + value * value, 0) / kernel.length;
      expect((variance * 9 * shape[2]) / 2).toBeGreaterThan(0.9);
      expect((variance * 9 * shape[2]) / 2).toBeLessThan(1.1);
    }
  });

  it('gives the same weights for a seed, and others for another', () => {
    expect(randomBackbone(7).sha256).toBe(backbone.sha256);
    expect(randomBackbone(8).sha256).not.toBe(backbone.sha256);
  });
});

describe('hashOfLayers', () => {
  it('changes with a single bit of a kernel or bias', () => {
    const layers = madeUpLayers(0);
    const before = hashOfLayers(layers);
    const bias = layers[3]?.bias ?? new Float32Array();
    bias[5] = -(bias[5] ?? 0);
    expect(hashOfLayers(layers)).not.toBe(before);
  });
});

describe('identify', () => {
  it('does not guess what unknown weights expect', () => {
    expect(() => identify(madeUpLayers(1), 'my.h5')).toThrow(/weights in my\.h5 .* are not known/);
  });

  it('takes the convention that the user states', () => {
    const { name, input, sha256 } = identify(madeUpLayers(1), 'my.h5', 'torchvision');
    expect(name).toBe('vgg16');
    expect(input.order).toBe('rgb');
    expect(sha256).toBe(hashOfLayers(madeUpLayers(1)));
  });
});
