/**
 * Why this file exists: how the process that computes is started in Electron. The fuse that would let
 * `fork` run the program as a Node is off, so it is a utility process.
 */
import type { UtilityProcess } from 'electron';
import { howItEnded, lastWords, processEntry, type Launch } from '../compute/launch.ts';

/** The part of Electron's `utilityProcess` that is used. */
export interface UtilityProcesses {
  fork(
    script: string,
    args: string[],
    options: {
      serviceName: string;
      stdio: ('ignore' | 'pipe')[];
      env: Record<string, string | undefined>;
    },
  ): UtilityProcess;
}

/** @param home Loupe's folder, where the process looks for the backbone */
export function launchInElectron(utilityProcess: UtilityProcesses, home: string): Launch {
  return ({ onMessage, onExit }) => {
    const child = utilityProcess.fork(processEntry(), [], {
      serviceName: 'Loupe compute',
      stdio: ['ignore', 'ignore', 'pipe'],
      // TensorFlow would take nearly all of a GPU's memory at once.
      env: { ...process.env, LOUPE_HOME: home, TF_FORCE_GPU_ALLOW_GROWTH: 'true' },
    });
    const said = lastWords(child.stderr);
    let running = true;
    child.on('message', onMessage);
    child.on('exit', (code) => {
      running = false;
      onExit(howItEnded(code, null, said()));
    });
    return {
      send: (message) => {
        if (running) child.postMessage(message);
      },
      kill: () => void child.kill(),
    };
  };
}
