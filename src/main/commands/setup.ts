/**
 * Why this file exists: `loupe setup`, and the same set-up for `npm start` and `npm test`: native
 * TensorFlow and the backbone, each once, with the reason where one cannot be had.
 */
import type { Command } from 'commander';
import { LoupeError } from '../../shared/errors.ts';
import { cacheFolder, homeFolder, sharedFolder } from '../places.ts';
import type { Terminal } from './terminal.ts';

export interface SetupOptions {
  /** TensorFlow with CUDA for an NVIDIA GPU. */
  gpu?: boolean;
  /** Try again at once what failed slowly within the last day. */
  retry: boolean;
}

export interface SetupResult {
  /** Why there is no native TensorFlow; undefined when there is. */
  nativeProblem: LoupeError | undefined;
  /** Why there is no backbone; undefined when there is. */
  backboneProblem: LoupeError | undefined;
}

async function setUpNative(
  { gpu = false, retry }: SetupOptions,
  terminal: Terminal,
): Promise<LoupeError | undefined> {
  const [{ provisionNative }, { nativeState, nativeRoot }, failures] = await Promise.all([
    import('../runtime/provision.ts'),
    import('../runtime/native-store.ts'),
    import('../runtime/failure.ts'),
  ]);
  const cache = cacheFolder();
  // The library with CUDA computes on the CPU too, so one of them is enough.
  const variant = gpu || nativeState(cache, 'gpu').ready ? 'gpu' : 'cpu';
  const failure = failures.lastFailure(nativeRoot(cache), variant);
  if (!retry && failure && failures.isWorthSkipping(failure)) {
    return new LoupeError('runtime', failure.reason, failure.mend);
  }
  try {
    await provisionNative({ cache, variant, onProgress: terminal.progress, say: terminal.say });
    return undefined;
  } catch (error) {
    if (!(error instanceof LoupeError) || gpu) throw error;
    return error;
  }
}

async function setUpBackbone(terminal: Terminal): Promise<LoupeError | undefined> {
  const { installBackbone } = await import('../backbone/install.ts');
  try {
    await installBackbone({
      home: homeFolder(),
      cache: cacheFolder(),
      shared: sharedFolder(),
      onProgress: terminal.progress,
      say: terminal.say,
    });
    return undefined;
  } catch (error) {
    if (error instanceof LoupeError) return error;
    throw error;
  }
}

/**
 * Sets up what is missing; quick when all is there. Says on standard error why there is no native
 * TensorFlow, which Loupe can do without. A missing backbone is returned for the caller to say and
 * to decide about, since training on new weights can go on without one.
 *
 * @throws LoupeError when a GPU was asked for and cannot be had
 */
export async function runSetup(options: SetupOptions, terminal: Terminal): Promise<SetupResult> {
  const nativeProblem = await setUpNative(options, terminal);
  if (nativeProblem) {
    terminal.say(`${nativeProblem.message} ${nativeProblem.nextStep}`);
    terminal.say('Until then Loupe computes with WASM, several times slower.');
  }
  const backboneProblem = await setUpBackbone(terminal);
  return { nativeProblem, backboneProblem };
}

export function registerSetup(program: Command, terminal: Terminal): void {
  program
    .command('setup')
    .description('set up native TensorFlow and the backbone (npm start does it too)')
    .option('--gpu', 'TensorFlow with CUDA, for an NVIDIA GPU')
    .action(async ({ gpu }: { gpu?: boolean }) => {
      const result = await runSetup({ gpu: gpu === true, retry: true }, terminal);
      if (result.backboneProblem) throw result.backboneProblem;
      terminal.out(result.nativeProblem ? 'Set up, without native TensorFlow.' : 'Set up.');
      terminal.say('See what is in use with: npm run loupe -- doctor');
    });
}
