import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashOfLayers } from '../../../src/main/backbone/backbone.ts';
import type { BackboneLayer } from '../../../src/main/backbone/backbone.ts';
import { addBackbone, installBackbone } from '../../../src/main/backbone/install.ts';
import { VGG16_IMAGENET } from '../../../src/main/backbone/known.ts';
import { readLayers } from '../../../src/main/backbone/read-weights.ts';
import { backboneFile, findBackbone, loadBackbone } from '../../../src/main/backbone/store.ts';
import { writeSafetensors } from '../../../src/main/models/safetensors.ts';
import type { StoredTensor } from '../../../src/main/models/safetensors.ts';
import { sharedFolder } from '../../../src/main/places.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { madeUpLayers } from '../../unit/backbone/layers.ts';

const folder = temporaryFolder();
const layers = madeUpLayers(3);
const INDEX = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21];

/** Layers as torchvision would store them. */
function torchvisionBytes(from: readonly BackboneLayer[]): Uint8Array {
  const tensors = new Map<string, StoredTensor>();
  from.forEach(({ kernel, shape, bias }, layer) => {
    const [, , inputs, outputs] = shape;
    const oihw = new Float32Array(kernel.length);
    for (let k = 0; k < 9; k++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++)
          oihw[(o * inputs + i) * 9 + k] = kernel[(k * inputs + i) * outputs + o] ?? 0;
    const name = `features.${INDEX[layer] ?? ''}`;
    tensors.set(`${name}.weight`, { dtype: 'F32', shape: [outputs, inputs, 3, 3], data: oihw });
    tensors.set(`${name}.bias`, { dtype: 'F32', shape: [outputs], data: bias });
  });
  return writeSafetensors(tensors);
}

/** Layers as Keras stores them; `path` names the group of a layer. */
async function writeKeras(file: string, path: (block: string) => string): Promise<void> {
  const h5wasm = await import('h5wasm/node');
  await h5wasm.ready;
  const target = new h5wasm.File(file, 'w');
  for (const { name, kernel, shape, bias } of layers) {
    const block = name.replace(/^conv(\d)_(\d)$/, 'block$1_conv$2');
    const groups = path(block).split('/');
    for (let depth = 1; depth <= groups.length; depth++) {
      const group = groups.slice(0, depth).join('/');
      if (target.get(group) === null) target.create_group(group);
    }
    const kernelName = path(block).includes('W_1') ? `${block}_W_1:0` : 'kernel:0';
    target.create_dataset({
      name: `${path(block)}/${kernelName}`,
      data: kernel,
      shape,
      dtype: '<f4',
    });
    target.create_dataset({
      name: `${path(block)}/bias:0`,
      data: bias,
      shape: [bias.length],
      dtype: '<f4',
    });
  }
  target.close();
}

const torchvision = join(folder, 'made-up weights ä.safetensors');
beforeAll(() => writeFileSync(torchvision, torchvisionBytes(layers)));

describe('readLayers', () => {
  it('reads safetensors with torchvision names into HWIO', async () => {
    expect(hashOfLayers(await readLayers(torchvision))).toBe(hashOfLayers(layers));
  });

  it.each([
    ['TensorFlow 2', (block: string) => `${block}/${block}`],
    ['a whole model', (block: string) => `model_weights/${block}/${block}`],
    ['one group a layer', (block: string) => block],
  ])('reads Keras .h5 with the layout of %s', async (name, path) => {
    const file = join(folder, `${name}.h5`);
    await writeKeras(file, path);
    expect(hashOfLayers(await readLayers(file))).toBe(hashOfLayers(layers));
  });

  it('refuses a Keras file that is cut short, by name', async () => {
    const whole = join(folder, 'whole.h5');
    await writeKeras(whole, (block) => block);
    const file = join(folder, 'short.h5');
    const bytes = readFileSync(whole);
    writeFileSync(file, bytes.subarray(0, bytes.length - 1_000_000));
    await expect(readLayers(file)).rejects.toMatchObject({
      code: 'bad-backbone',
      message: `${file} cannot be used as a backbone: the HDF5 library cannot read it (File has been truncated).`,
    });
  });

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 100), /cut short/],
    ['cut short in its header', (bytes: Uint8Array) => bytes.subarray(0, 50), /cut short/],
    ['empty', () => new Uint8Array(0), /only 0 bytes/],
    ['a text file', () => new TextEncoder().encode('weights, honestly'), /not a safetensors file/],
  ])('refuses a file that is %s, by name', async (_what, change, why) => {
    const file = join(folder, 'bad.safetensors');
    writeFileSync(file, change(torchvisionBytes(layers)));
    const reading = readLayers(file);
    await expect(reading).rejects.toMatchObject({ code: 'bad-backbone' });
    await expect(reading).rejects.toThrow(file);
    await expect(reading).rejects.toThrow(why);
  });

  it('refuses another network by the first layer that does not fit', async () => {
    const file = join(folder, 'other.safetensors');
    writeFileSync(file, torchvisionBytes(layers.slice(0, 4)));
    await expect(readLayers(file)).rejects.toThrow('it has no kernel for conv3_1');
  });

  it('refuses weights that are no numbers', async () => {
    const broken = madeUpLayers(3);
    const [first] = broken;
    if (first) first.kernel[10] = NaN;
    const file = join(folder, 'nan.safetensors');
    writeFileSync(file, torchvisionBytes(broken));
    await expect(readLayers(file)).rejects.toThrow('conv1_1 holds values that are no numbers');
  });

  it('says when there is no such file', async () => {
    await expect(readLayers(join(folder, 'gone.h5'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(readLayers(folder)).rejects.toThrow('it is a folder');
  });
});

describe('the installed backbone', () => {
  it('is what was added, with the stated convention, and replaces the one before', async () => {
    const home = join(folder, 'home');
    expect(await findBackbone(home)).toBeUndefined();
    await expect(loadBackbone(home)).rejects.toThrow(/No backbone .* is installed/);
    await addBackbone(torchvision, home, 'torchvision');
    const loaded = await loadBackbone(home);
    expect(loaded).toMatchObject({ name: 'vgg16', sha256: hashOfLayers(layers) });
    expect(loaded.input.order).toBe('rgb');
    expect(hashOfLayers(loaded.layers)).toBe(loaded.sha256);
    await addBackbone(torchvision, home, 'keras');
    expect((await loadBackbone(home)).input.order).toBe('bgr');
  });

  it('is refused when one byte of it changed or its end is missing', async () => {
    const home = join(folder, 'damaged');
    await addBackbone(torchvision, home, 'keras');
    const whole = readFileSync(backboneFile(home));
    const changed = Buffer.from(whole);
    changed[changed.length - 9] = (changed[changed.length - 9] ?? 0) ^ 1;
    writeFileSync(backboneFile(home), changed);
    await expect(loadBackbone(home)).rejects.toMatchObject({ code: 'bad-backbone' });
    writeFileSync(backboneFile(home), whole.subarray(0, whole.length - 10));
    await expect(loadBackbone(home)).rejects.toThrow(/is damaged: .*cut short/);
  });

  it('is not replaced by a file that is refused', async () => {
    const home = join(folder, 'kept');
    await addBackbone(torchvision, home, 'keras');
    const before = readFileSync(backboneFile(home));
    await expect(addBackbone(join(folder, 'gone.h5'), home, 'keras')).rejects.toThrow();
    expect(readFileSync(backboneFile(home)).equals(before)).toBe(true);
  });
});

const real = join(sharedFolder(), 'weights', 'vgg16_imagenet_blocks1-4.safetensors');
const hasReal = existsSync(real);
if (!hasReal) console.warn(`Skipped: the tests with real weights, since ${real} is not there.`);

describe.skipIf(!hasReal)('the real VGG16 weights', () => {
  const said: string[] = [];
  const options = (name: string, shared: string) => ({
    home: join(folder, name),
    cache: join(folder, `${name}-cache`),
    shared,
    onProgress: () => undefined,
    say: (line: string) => said.push(line),
  });

  it('are known by hash and come with the Keras convention', async () => {
    const backbone = await installBackbone(options('real', sharedFolder()));
    expect(backbone).toMatchObject({ name: 'vgg16-imagenet', sha256: VGG16_IMAGENET.sha256 });
    expect(backbone.input).toMatchObject({ order: 'bgr', mean: [103.939, 116.779, 123.68] });
    expect(said.at(-1)).toContain(real);
  });

  it('are not installed twice', async () => {
    const lines = said.length;
    await installBackbone(options('real', join(folder, 'no-shared')));
    expect(said).toHaveLength(lines);
  });

  it('are refused with the wrong convention', async () => {
    const adding = addBackbone(real, join(folder, 'wrong'), 'torchvision');
    await expect(adding).rejects.toThrow(/in the keras convention, not torchvision/);
  });

  it('are refused when one weight changed, naming the layer, even with a stated convention', async () => {
    const bytes = readFileSync(real);
    bytes[bytes.length - 4] = (bytes[bytes.length - 4] ?? 0) ^ 1;
    const file = join(folder, 'altered.safetensors');
    writeFileSync(file, bytes);
    const adding = addBackbone(file, join(folder, 'altered'), 'keras');
    await expect(adding).rejects.toThrow(/altered copy of the VGG16 weights: conv4_3 differ/);
  });
});
