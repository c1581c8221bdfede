/**
 * Why this file exists: `loupe doctor` says what Loupe runs on, how fast it is, and why nothing
 * better is in use, for a person or (`--json`) for a program.
 */
import { existsSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import type { Command } from 'commander';
import { messageOf } from '../../shared/errors.ts';
import { cacheFolder, homeFolder, sharedFolder } from '../places.ts';
import type { DeviceInfo, Refusal } from '../runtime/device.ts';
import type { Speed } from '../runtime/measure.ts';
import type { NativeState } from '../runtime/native-store.ts';
import type { Terminal } from './terminal.ts';

export interface BackboneState {
  installed: boolean;
  file: string;
  name?: string;
  sha256?: string;
  /** Why it cannot be used. */
  problem?: string;
}

/** The object that `loupe doctor --json` prints. */
export interface Diagnosis {
  backend: DeviceInfo['backend'];
  device: string;
  versions: DeviceInfo['versions'];
  system: { platform: string; arch: string; release: string; processor: string; memoryMb: number };
  speed: Speed;
  /** Better backends that are not in use, best first. */
  notInUse: Refusal[];
  backbone: BackboneState;
  cache: { folder: string; freeMb: number; nativeCpu: string; nativeGpu: string };
  home: { folder: string; freeMb: number };
  shared: { folder: string; present: boolean };
  tools: { pip: string | null; compiler: string | null };
}

async function backboneState(): Promise<BackboneState> {
  const { backboneFile, findBackbone } = await import('../backbone/store.ts');
  const file = backboneFile();
  try {
    const backbone = await findBackbone();
    if (!backbone) return { installed: false, file, problem: 'Not installed. Run: npm run setup' };
    return { installed: true, file, name: backbone.name, sha256: backbone.sha256 };
  } catch (error) {
    return { installed: false, file, problem: messageOf(error) };
  }
}

function wordsFor(state: NativeState): string {
  return state.ready ? `ready (TensorFlow ${state.tensorflow})` : state.reason;
}

/** Adds the tools whose lack keeps native TensorFlow from being set up now. */
function withMissingTools(
  refusals: readonly Refusal[],
  lacks: readonly { reason: string; mend: string }[],
): Refusal[] {
  return refusals.map((refusal) => {
    const news = lacks.filter(({ reason }) => !refusal.reason.includes(reason));
    const [first] = news;
    if (refusal.backend !== 'native' || !first) return refusal;
    const reason = [refusal.reason, ...news.map((lack) => lack.reason)].join(' ');
    return { ...refusal, reason, mend: first.mend };
  });
}

/** Looks at everything; loads TensorFlow and measures for about a second. */
export async function diagnose(): Promise<Diagnosis> {
  const [{ loadTensorFlow }, { measureSpeed }, { nativeState }, { freeBytes }, python, compile] =
    await Promise.all([
      import('../runtime/load-backend.ts'),
      import('../runtime/measure.ts'),
      import('../runtime/native-store.ts'),
      import('../runtime/disk.ts'),
      import('../runtime/python.ts'),
      import('../runtime/compile.ts'),
    ]);
  const cache = cacheFolder();
  const home = homeFolder();
  const [pip, compiler, cacheFree, homeFree] = await Promise.all([
    python.findPip(),
    compile.findCompiler(),
    freeBytes(cache),
    freeBytes(home),
  ]);
  const { tf, device } = await loadTensorFlow();
  const lacks = [compiler, pip].flatMap((tool) => (tool.found ? [] : [tool]));
  const megabytes = (bytes: number) => Math.floor(bytes / 1e6);
  return {
    backend: device.backend,
    device: device.label,
    versions: device.versions,
    system: {
      platform: process.platform,
      arch: process.arch,
      release: release(),
      processor: `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores`,
      memoryMb: megabytes(totalmem()),
    },
    speed: measureSpeed(tf),
    notInUse: withMissingTools(device.refusals, lacks),
    backbone: await backboneState(),
    cache: {
      folder: cache,
      freeMb: megabytes(cacheFree),
      nativeCpu: wordsFor(nativeState(cache, 'cpu')),
      nativeGpu: wordsFor(nativeState(cache, 'gpu')),
    },
    home: { folder: home, freeMb: megabytes(homeFree) },
    shared: { folder: sharedFolder(), present: existsSync(sharedFolder()) },
    tools: {
      pip: pip.found ? pip.version : null,
      compiler: compiler.found ? compiler.version : null,
    },
  };
}

/** The diagnosis as lines for a person. */
export function describe(found: Diagnosis): string {
  const { speed, versions, system, backbone, cache, home, shared, tools } = found;
  const gflops = (value: number) => `${value.toPrecision(3)} GFLOP/s`;
  const native = versions.tensorflow ? `, TensorFlow ${versions.tensorflow}` : '';
  const rows: [string, string][] = [
    ['Device', found.device],
    ['Backend', found.backend],
    ['Speed', `matMul ${gflops(speed.matMulGflops)}, conv2d ${gflops(speed.conv2dGflops)}`],
    ['Versions', `Loupe ${versions.loupe}, Node ${versions.node}, tfjs ${versions.tfjs}${native}`],
    ['System', `${system.platform} ${system.arch} ${system.release}`],
    ['Processor', `${system.processor}, ${system.memoryMb} MB memory`],
    [
      'Backbone',
      backbone.installed
        ? `${backbone.name ?? ''} ${backbone.sha256?.slice(0, 16) ?? ''} in ${backbone.file}`
        : (backbone.problem ?? 'not installed'),
    ],
    ['Cache', `${cache.folder} (${cache.freeMb} MB free)`],
    ['  native CPU', cache.nativeCpu],
    ['  native GPU', cache.nativeGpu],
    ['Home', `${home.folder} (${home.freeMb} MB free)`],
    ['Shared', `${shared.folder}${shared.present ? '' : ' (not there)'}`],
    ['Tools', `pip ${tools.pip ?? 'not found'}, ${tools.compiler ?? 'g++ not found'}`],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(14)}${value}`);
  for (const { backend, reason, mend } of found.notInUse) {
    lines.push(`Not in use: ${backend}. ${reason}${mend ? ` ${mend}` : ''}`);
  }
  return lines.join('\n');
}

export function registerDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('show device, speed, backbone and cache, and why nothing better is in use')
    .option('--json', 'one JSON object on standard output')
    .action(async ({ json }: { json?: boolean }) => {
      const found = await diagnose();
      if (json) terminal.json(found);
      else terminal.out(describe(found));
    });
}
