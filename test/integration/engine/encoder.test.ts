/** Why this file exists: holds that one dense pass is all patches of an image, encoded one by one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { inputConvention, type Backbone } from '../../../src/main/backbone/backbone.ts';
import { denseEmbeddings, gridOf, type EmbeddingSetup } from '../../../src/main/engine/dense.ts';
import { preprocess } from '../../../src/main/engine/embedding.ts';
import { Encoder } from '../../../src/main/engine/encoder.ts';
import { tf } from '../../../src/main/engine/tf.ts';
import { loadTensorFlow } from '../../../src/main/runtime/load-backend.ts';
import { THETAS, type Theta } from '../../../src/shared/scales.ts';
import {
  disposeAll,
  madeUpBackbone,
  madeUpImage,
  relativeDifference,
  separateEncoders,
  sharedBackbone,
  sharedEncoders,
} from './support.ts';

const SIZE = 128;
const SETUP: EmbeddingSetup = {
  input: inputConvention('keras'),
  normalisation: { kind: 'unit' },
  strides: { 64: 8, 32: 4, 16: 4 },
};

let backbone: Backbone;

beforeAll(async () => {
  await loadTensorFlow();
  backbone = madeUpBackbone(1);
});

/** Enc_theta of a batch of RGB pixels, before normalisation. */
function encode(encoder: Encoder, pixels: Float32Array, count: number, side: number): Float32Array {
  return tf.tidy(() =>
    encoder
      .forward(preprocess(tf.tensor4d(pixels, [count, side, side, 3]), SETUP.input))
      .dataSync<'float32'>(),
  );
}

/** The theta x theta crops of an image that start at multiples of the stride. */
function cropsAt(image: Float32Array, size: number, theta: Theta, stride: number): Float32Array {
  const places = Math.floor((size - theta) / stride) + 1;
  const crops = new Float32Array(places * places * theta * theta * 3);
  let at = 0;
  for (let y = 0; y < places; y++) {
    for (let x = 0; x < places; x++) {
      for (let row = 0; row < theta; row++) {
        const from = ((y * stride + row) * size + x * stride) * 3;
        crops.set(image.subarray(from, from + theta * 3), at);
        at += theta * 3;
      }
    }
  }
  return crops;
}

/** How far the dense pass is from the patch-wise one, over all places of whole patches. */
function denseAgainstPatches(of: Backbone, theta: Theta, size: number): number {
  const encoder = Encoder.create(theta, of.layers);
  const { stride, dim } = encoder.architecture;
  const image = madeUpImage(7, size);
  const dense = encode(encoder, image, 1, size);
  const places = Math.floor((size - theta) / stride) + 1;
  const patches = encode(encoder, cropsAt(image, size, theta, stride), places ** 2, theta);
  encoder.dispose();
  const columns = gridOf(encoder, size, stride).columns;
  const same = new Float32Array(patches.length);
  for (let y = 0; y < places; y++) {
    for (let x = 0; x < places; x++) {
      const from = (y * columns + x) * dim;
      same.set(dense.subarray(from, from + dim), (y * places + x) * dim);
    }
  }
  return relativeDifference(same, patches);
}

describe.each(THETAS)('the dense pass of theta %i', (theta) => {
  it('equals the patch-wise pass at every multiple of the stride', () => {
    expect(denseAgainstPatches(backbone, theta, SIZE)).toBeLessThan(1e-5);
  });

  it('equals it with the ImageNet weights too', async (context) => {
    const real = await sharedBackbone();
    if (!real) context.skip();
    else expect(denseAgainstPatches(real, theta, 96)).toBeLessThan(1e-5);
  });

  it('differs between multiples of the stride, where patches have to be cropped', () => {
    const encoder = Encoder.create(theta, backbone.layers);
    const { dim } = encoder.architecture;
    const image = madeUpImage(7, SIZE);
    const at = (x: number) => {
      const crop = new Float32Array(theta * theta * 3);
      for (let row = 0; row < theta; row++) {
        const from = (row * SIZE + x) * 3;
        crop.set(image.subarray(from, from + theta * 3), row * theta * 3);
      }
      return encode(encoder, crop, 1, theta);
    };
    const dense = encode(encoder, image, 1, SIZE).subarray(0, dim);
    expect(relativeDifference(at(0), dense)).toBeLessThan(1e-5);
    expect(relativeDifference(at(1), dense)).toBeGreaterThan(1e-3);
    encoder.dispose();
  });

  it('sees every pixel of its field of view and none beside it', () => {
    const encoder = Encoder.create(theta, backbone.layers);
    const { fieldOfView, stride, dim } = encoder.architecture;
    const grid = gridOf(encoder, SIZE, stride);
    const [row, column] = [1, 2];
    // The seen pixels are the patch without its margin on each side.
    const top = grid.origin + encoder.architecture.margin + row * stride;
    const left = grid.origin + encoder.architecture.margin + column * stride;
    const image = madeUpImage(9, SIZE);
    const cell = (row * grid.columns + column) * dim;
    const embedding = (changedX: number, changedY: number) => {
      const copy = image.slice();
      const at = (changedY * SIZE + changedX) * 3;
      copy.set([255, 0, 255], at);
      return encode(encoder, copy, 1, SIZE).slice(cell, cell + dim);
    };
    const before = encode(encoder, image, 1, SIZE).slice(cell, cell + dim);
    const right = left + fieldOfView - 1;
    const bottom = top + fieldOfView - 1;
    for (const [x, y] of [
      [left, top],
      [right, top],
      [left, bottom],
      [right, bottom],
    ] as const) {
      expect(relativeDifference(embedding(x, y), before)).toBeGreaterThan(1e-6);
    }
    for (const [x, y] of [
      [left - 1, top],
      [left, top - 1],
      [right + 1, bottom],
      [right, bottom + 1],
    ] as const) {
      expect(embedding(x, y)).toEqual(before);
    }
    encoder.dispose();
  });
});

describe('the field of view of theta 64', () => {
  it('is 60 pixels: the last four rows and columns of a 64 px patch change nothing', () => {
    const encoder = Encoder.create(64, backbone.layers);
    const patch = madeUpImage(3, 64);
    const cut = patch.slice();
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        if (x >= 60 || y >= 60) cut.fill(0, (y * 64 + x) * 3, (y * 64 + x) * 3 + 3);
      }
    }
    expect(encode(encoder, cut, 1, 64)).toEqual(encode(encoder, patch, 1, 64));
    encoder.dispose();
  });

  it('lies in the middle of the patch: the grid starts two pixels outside the image', () => {
    const encoder = Encoder.create(64, backbone.layers);
    expect(gridOf(encoder, 256, 8)).toEqual({
      theta: 64,
      rows: 25,
      columns: 25,
      stride: 8,
      origin: -2,
    });
    expect(gridOf(encoder, 256, 16)).toMatchObject({ rows: 13, columns: 13, origin: -2 });
    encoder.dispose();
  });
});

describe('gridOf', () => {
  it('refuses strides between the dense places and images smaller than a patch', () => {
    const encoder = Encoder.create(32, backbone.layers);
    expect(() => gridOf(encoder, 128, 6)).toThrow(/no multiple of 4/);
    expect(() => gridOf(encoder, 31, 4)).toThrow(/holds no 32 px patch/);
    encoder.dispose();
  });
});

describe('denseEmbeddings', () => {
  const valuesOf = (encoders: ReturnType<typeof sharedEncoders>, setup = SETUP) => {
    const tensors = denseEmbeddings(encoders, madeUpImage(5, SIZE), SIZE, setup);
    const values = THETAS.map((theta) => tensors[theta]?.dataSync<'float32'>().slice());
    tf.dispose(Object.values(tensors));
    return values;
  };

  it('gives the same from shared layers as from three networks of their own', () => {
    const shared = sharedEncoders(backbone);
    const separate = separateEncoders(backbone);
    const [ours, theirs] = [valuesOf(shared), valuesOf(separate)];
    ours.forEach((values, index) => {
      expect(relativeDifference(values ?? [], theirs[index] ?? [])).toBeLessThan(1e-6);
    });
    disposeAll(shared);
    disposeAll(separate);
  });

  it('gives rows of length one under the unit normalisation, none of them missing', () => {
    const encoders = sharedEncoders(backbone);
    const counts = [81, 625, 841];
    valuesOf(encoders).forEach((values, index) => {
      const { dim } = encoders[THETAS[index] ?? 64].architecture;
      expect(values).toHaveLength((counts[index] ?? 0) * dim);
      for (let row = 0; row < (counts[index] ?? 0); row++) {
        const norm = Math.hypot(...(values?.subarray(row * dim, (row + 1) * dim) ?? []));
        expect(Math.abs(norm - 1)).toBeLessThan(1e-5);
      }
    });
    disposeAll(encoders);
  });

  it('takes every second place where the stride is twice the encoder’s', () => {
    const encoders = sharedEncoders(backbone);
    const [all] = valuesOf(encoders);
    const [some] = valuesOf(encoders, { ...SETUP, strides: { 64: 16, 32: 4, 16: 4 } });
    expect(some).toHaveLength(5 * 5 * 512);
    for (let row = 0; row < 5; row++) {
      for (let column = 0; column < 5; column++) {
        const dense = (2 * row * 9 + 2 * column) * 512;
        const sparse = (row * 5 + column) * 512;
        expect(some?.subarray(sparse, sparse + 512)).toEqual(all?.subarray(dense, dense + 512));
      }
    }
    disposeAll(encoders);
  });

  it('computes only the scales that are asked for', () => {
    const encoders = sharedEncoders(backbone);
    const tensors = denseEmbeddings(encoders, madeUpImage(5, SIZE), SIZE, SETUP, [16]);
    expect(Object.keys(tensors)).toEqual(['16']);
    tf.dispose(Object.values(tensors));
    disposeAll(encoders);
  });

  it.each(['unit', 'none'] as const)('holds no tensor afterwards (normalisation %s)', (kind) => {
    const encoders = sharedEncoders(backbone);
    const setup: EmbeddingSetup = { ...SETUP, normalisation: { kind } };
    valuesOf(encoders, setup);
    const before = tf.memory().numTensors;
    for (let pass = 0; pass < 3; pass++) valuesOf(encoders, setup);
    expect(tf.memory().numTensors).toBe(before);
    disposeAll(encoders);
  });
});

describe('Encoder', () => {
  it('refuses weights with a layer missing or of another shape, naming it', () => {
    const without = backbone.layers.filter(({ name }) => name !== 'conv3_1');
    expect(() => Encoder.create(32, without)).toThrow(/conv3_1 must have a kernel/);
    const other = backbone.layers.map((layer) =>
      layer.name === 'conv1_2' ? { ...layer, bias: new Float32Array(3) } : layer,
    );
    expect(() => Encoder.create(16, other)).toThrow(/conv1_2 must have/);
  });

  it('gives its weights back as it got them, and takes others when trainable', async () => {
    const encoder = Encoder.create(16, backbone.layers, true);
    expect(await encoder.weights()).toEqual(
      backbone.layers.slice(0, 4).map(({ name, kernel, shape, bias }) => ({
        name,
        kernel,
        shape,
        bias,
      })),
    );
    const others = madeUpBackbone(2).layers.slice(0, 4);
    encoder.assign(others);
    expect((await encoder.weights())[2]?.kernel).toEqual(others[2]?.kernel);
    encoder.dispose();
  });

  it('frees all its tensors, and none that belong to the encoder it was cut from', () => {
    const before = tf.memory().numTensors;
    const enc64 = Encoder.create(64, backbone.layers);
    enc64.prefix(16).dispose();
    expect(tf.memory().numTensors).toBe(before + 16);
    enc64.dispose();
    const trainable = Encoder.create(32, backbone.layers, true);
    trainable.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
