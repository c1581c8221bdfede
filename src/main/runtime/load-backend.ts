/**
 * Why this file exists: the only place that loads TensorFlow. It takes the best backend that
 * works (GPU, native CPU, WASM, plain JavaScript) and says which, and why not a better one.
 */
import './util-shims.ts';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Tf from '@tensorflow/tfjs';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import { cacheFolder, projectFolder } from '../places.ts';
import { BACKENDS } from './device.ts';
import type { BackendName, DeviceInfo, Refusal } from './device.ts';
import { linkBinding } from './link.ts';
import { setNativeEnvironment } from './native-environment.ts';
import { nativeState, systemName } from './native-store.ts';
import { nativePin } from './pins.ts';
import { selfTest } from './self-test.ts';
import { registerWasmKernels } from './wasm-kernels.ts';

export type TensorFlow = typeof Tf;

export interface LoadedBackend {
  tf: TensorFlow;
  device: DeviceInfo;
}

export interface LoadOptions {
  /** Start the order here and leave better backends alone; they are not tried. */
  prefer?: BackendName;
}

// Not named `require`: the bundler puts one of its own into each file it makes.
const load = createRequire(import.meta.url);

/** What one attempt found: the label's middle part, or why it cannot be used. */
type Attempt =
  | { works: true; what: string; tensorflow?: string }
  | { works: false; reason: string; mend?: string | undefined };

/** The native backend's own view of its device; not in the tfjs types. */
interface NativeBackend {
  isUsingGpuDevice: boolean;
}

function cores(): string {
  const count = availableParallelism();
  return `${count} ${count === 1 ? 'core' : 'cores'}`;
}

/** Loads native TensorFlow from the cache; `gpu` insists on a device it can really use. */
async function tryNative(tf: TensorFlow, wanted: 'gpu' | 'native'): Promise<Attempt> {
  const gpu = nativeState(cacheFolder(), 'gpu');
  const cpu = nativeState(cacheFolder(), 'cpu');
  // A process can load one of the two libraries only; the one with CUDA computes on the CPU too.
  const state = gpu.ready ? gpu : wanted === 'gpu' ? gpu : cpu;
  if (!state.ready) return { works: false, reason: state.reason, mend: state.mend };
  try {
    if (!state.bundled) linkBinding(state.packageFolder, state.file);
    load(state.quiet);
    load('@tensorflow/tfjs-node-gpu');
  } catch (error) {
    const reason = `Native TensorFlow in ${dirname(state.file)} does not load: ${messageOf(error)}.`;
    return { works: false, reason, mend: 'Run: npm run setup' };
  }
  await tf.setBackend('tensorflow');
  const { tensorflow } = state;
  const usesGpu = (tf.backend() as unknown as NativeBackend).isUsingGpuDevice;
  if (wanted === 'gpu') {
    return usesGpu
      ? { works: true, what: `GPU (TensorFlow ${tensorflow})`, tensorflow }
      : {
          works: false,
          reason: 'TensorFlow with CUDA finds no NVIDIA GPU that it can use.',
          mend: 'Check the driver with: nvidia-smi',
        };
  }
  return { works: true, what: `native CPU (TensorFlow ${tensorflow}, ${cores()})`, tensorflow };
}

/** Without the CUDA package there is nothing to try, and on most machines nothing to miss. */
function gpuNotSetUp(): Refusal {
  return nativePin('gpu', systemName())
    ? {
        backend: 'gpu',
        reason: 'TensorFlow with CUDA is not set up.',
        mend: 'With an NVIDIA GPU run: npm run setup -- --gpu',
      }
    : { backend: 'gpu', reason: `Loupe has no GPU support for ${systemName()}.` };
}

async function tryWasm(tf: TensorFlow): Promise<Attempt> {
  try {
    const wasm = load('@tensorflow/tfjs-backend-wasm') as {
      setWasmPaths(folder: string): void;
    };
    const folder = dirname(load.resolve('@tensorflow/tfjs-backend-wasm'));
    if (tf.findBackend('wasm') === null) wasm.setWasmPaths(`${folder}/`);
    if (!(await tf.setBackend('wasm'))) {
      return { works: false, reason: 'The WASM backend does not start.', mend: 'Run: npm ci' };
    }
    registerWasmKernels(tf);
    const test = selfTest(tf);
    if (!test.passed) {
      const found = JSON.stringify(test.differences);
      return { works: false, reason: `The WASM backend fails its self-test (${found}).` };
    }
    const simd = (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
    return { works: true, what: `WASM (${simd ? 'SIMD' : 'without SIMD'}, 1 thread)` };
  } catch (error) {
    return { works: false, reason: `The WASM backend does not load: ${messageOf(error)}.` };
  }
}

async function tryPlain(tf: TensorFlow): Promise<Attempt> {
  const works = await tf.setBackend('cpu');
  return works
    ? { works: true, what: 'plain JavaScript (slow, 1 thread)' }
    : { works: false, reason: 'The plain JavaScript backend does not start.', mend: 'Run: npm ci' };
}

async function attempt(tf: TensorFlow, backend: BackendName): Promise<Attempt> {
  switch (backend) {
    case 'gpu':
      if (!nativeState(cacheFolder(), 'gpu').ready) return { works: false, ...gpuNotSetUp() };
      return tryNative(tf, 'gpu');
    case 'native':
      return tryNative(tf, 'native');
    case 'wasm':
      return tryWasm(tf);
    case 'js':
      return tryPlain(tf);
  }
}

/** The backend that LOUPE_BACKEND insists on, if any. */
function forcedBackend(): BackendName | undefined {
  const value = process.env['LOUPE_BACKEND'];
  if (!value) return undefined;
  const found = BACKENDS.find((name) => name === value);
  if (!found) {
    throw new LoupeError(
      'usage',
      `LOUPE_BACKEND is "${value}", which is no backend.`,
      `Set it to one of ${BACKENDS.join(', ')}, or leave it out.`,
    );
  }
  return found;
}

function versionsOf(tf: TensorFlow): DeviceInfo['versions'] {
  const own = JSON.parse(readFileSync(join(projectFolder(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return { loupe: own.version, node: process.versions.node, tfjs: tf.version['tfjs-core'] };
}

/**
 * Loads TensorFlow and sets the best backend that works. `LOUPE_BACKEND=gpu|native|wasm|js`
 * forces one. Call it again to change the backend of this process; tensors do not move along.
 *
 * @throws LoupeError `runtime` when a forced backend, or every backend, cannot be used
 */
export async function loadTensorFlow({ prefer }: LoadOptions = {}): Promise<LoadedBackend> {
  const forced = forcedBackend();
  setNativeEnvironment((forced ?? prefer) !== 'native');
  const tf = load('@tensorflow/tfjs') as TensorFlow;
  // No per-operation checks, and no advice on standard error to install another backend.
  tf.enableProdMode();

  const order = forced ? [forced] : BACKENDS.slice(prefer ? BACKENDS.indexOf(prefer) : 0);
  const refusals: Refusal[] = [];
  for (const backend of order) {
    const result = await attempt(tf, backend);
    if (result.works) {
      const versions = { ...versionsOf(tf), tensorflow: result.tensorflow };
      return { tf, device: { backend, label: result.what, refusals, versions } };
    }
    refusals.push({ backend, reason: result.reason, mend: result.mend });
  }
  const [first] = refusals;
  throw new LoupeError(
    'runtime',
    forced
      ? `LOUPE_BACKEND asks for ${forced}, which cannot be used. ${first?.reason ?? ''}`
      : `No backend can be used. ${refusals.map(({ reason }) => reason).join(' ')}`,
    first?.mend ?? 'Leave LOUPE_BACKEND out to take the best backend that works.',
  );
}
