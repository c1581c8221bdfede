/**
 * Why this file exists: the first half of the provisioning: the pinned wheels by pip, and out of
 * them the libraries and headers.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoupeError } from '../../shared/errors.ts';
import type { OnProgress } from '../../shared/progress.ts';
import { checkRoom } from './disk.ts';
import type { Libraries } from './native-store.ts';
import { HEADERS } from './pins.ts';
import type { NativePin, WheelPin } from './pins.ts';
import { fetchWheel, keptWheel } from './python.ts';
import type { Pip } from './python.ts';
import { unpack } from './unpack.ts';

/** Room for the compiler's intermediate files and the file system's own needs. */
const SPARE_BYTES = 100_000_000;

/** Native TensorFlow cannot be had here. */
export function cannot(reason: string, mend: string): LoupeError {
  return new LoupeError('runtime', reason, mend);
}

/** A folder of this run alone beside its final place; left-overs of killed runs are removed first. */
export async function scratchFolder(parent: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith('tmp-')) await rm(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, `tmp-${randomBytes(6).toString('hex')}`);
  await mkdir(folder);
  return folder;
}

/** Unpacked, the CUDA libraries are half as large again as their wheels (measured 1.54). */
const CUDA_GROWTH = 1.6;

/** Room for the wheels that are not fetched yet and for what is unpacked of all of them. */
function roomFor(pin: NativePin, downloads: string): number {
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const missing = [pin.wheel, ...pin.extras].filter(
    (wheel) => !existsSync(keptWheel(wheel, downloads)),
  );
  return (
    sum(missing.map(({ bytes }) => bytes)) +
    sum(pin.libraries.map(({ bytes }) => bytes)) +
    sum(pin.extras.map(({ bytes }) => CUDA_GROWTH * bytes)) +
    SPARE_BYTES
  );
}

/** Unpacks the two libraries and the headers; returns the libraries by path below `deps`. */
async function unpackTensorFlow(
  wheel: string,
  pin: NativePin,
  target: string,
  onProgress: OnProgress,
): Promise<Libraries['libraries']> {
  const step = 'Unpacking TensorFlow';
  const total = Math.round(pin.libraries.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
  const places = new Map(
    pin.libraries.map(({ path, name }) => [path, join(target, 'deps', 'lib', name)]),
  );
  for (const header of HEADERS) {
    places.set(`tensorflow/include/${header}`, join(target, 'include', header));
  }
  const found = await unpack(
    wheel,
    (entry) => places.get(entry),
    (bytes) =>
      onProgress({ step, done: Math.min(total - 1, Math.floor(bytes / 1e6)), total, unit: 'MB' }),
  );
  onProgress({ step, done: total, total, unit: 'MB' });
  const missing = [...places.keys()].filter((entry) => !found.has(entry));
  if (missing.length > 0) {
    throw cannot(`The wheel of ${pin.wheel.project} lacks ${missing.join(', ')}.`, 'Update Loupe.');
  }
  const libraries: Libraries['libraries'] = {};
  for (const { path, name, sha256 } of pin.libraries) {
    const file = found.get(path);
    if (!file || (sha256 !== undefined && file.sha256 !== sha256)) {
      throw cannot(`${name} from the wheel does not have the pinned SHA-256.`, 'Update Loupe.');
    }
    libraries[`lib/${name}`] = file;
  }
  return libraries;
}

/** What TensorFlow loads or runs of a CUDA wheel: libraries, ptxas, device code. */
function isCudaFile(entry: string): boolean {
  return /^nvidia\/.*(\.so[.\d]*|\/bin\/ptxas|\.bc)$/.test(entry);
}

/**
 * Fetches the wheels and unpacks what is needed of them into `native`, which appears whole or not
 * at all.
 * @param root the cache's `native` folder, for what is incomplete
 * @throws LoupeError `no-space` before anything is fetched, or `runtime`
 */
export async function provideLibraries(
  pip: Pip,
  pin: NativePin,
  native: string,
  root: string,
  onProgress: OnProgress,
): Promise<void> {
  const downloads = join(root, 'downloads');
  const scratch = await scratchFolder(root);
  try {
    await checkRoom('Native TensorFlow', root, roomFor(pin, downloads));
    const target = join(scratch, 'native');
    const fetch = (wheel: WheelPin) =>
      fetchWheel(pip, wheel, downloads, join(scratch, `pip-${wheel.project}`), onProgress);
    const libraries = await unpackTensorFlow(await fetch(pin.wheel), pin, target, onProgress);
    const cudaWheels = [];
    for (const extra of pin.extras) cudaWheels.push(await fetch(extra));
    const place = (entry: string) =>
      isCudaFile(entry) ? join(target, 'deps', ...entry.split('/')) : undefined;
    for (const [done, wheel] of cudaWheels.entries()) {
      const step = 'Unpacking the CUDA libraries';
      const total = cudaWheels.length;
      onProgress({ step, done, total, unit: 'packages' });
      Object.assign(libraries, Object.fromEntries(await unpack(wheel, place, () => undefined)));
      onProgress({ step, done: done + 1, total, unit: 'packages' });
    }
    const stamp: Libraries = {
      tensorflow: pin.wheel.version,
      wheelSha256: pin.wheel.sha256,
      libraries,
    };
    await writeFile(join(target, 'libraries.json'), JSON.stringify(stamp));
    await rm(native, { recursive: true, force: true });
    await rename(target, native);
    // The wheels are of no more use; the headers (180 kB) stay, to compile a newer binding.
    await rm(downloads, { recursive: true, force: true });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
