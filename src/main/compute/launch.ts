/**
 * Why this file exists: how the process that computes is started under Node, and what any way of
 * starting it must offer. Electron has its own (launch-electron.ts).
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from '../places.ts';
import type { ToProcess } from './protocol.ts';

/** A started process, as main sees it. */
export interface ComputePort {
  /** Structured clone: typed arrays travel as they are. Silent when the process has gone. */
  send(message: ToProcess): void;
  /** Ends it at once. */
  kill(): void;
}

export interface PortListener {
  /** Anything at all; the receiver checks it. */
  onMessage: (message: unknown) => void;
  /** Once, with how it ended, for a person: "signal SIGKILL", "exit code 1". */
  onExit: (how: string) => void;
}

export type Launch = (listener: PortListener) => ComputePort;

/** What of the process's own words is kept to explain a crash, in characters. */
const LAST_WORDS = 2000;

/** The script that the process runs, from the sources and from the built `out/main` alike. */
export function processEntry(): string {
  const built = !import.meta.url.endsWith('.ts');
  return built
    ? join(projectFolder(), 'out', 'main', 'compute-process.js')
    : join(import.meta.dirname, 'process.ts');
}

/** What is known of a process that has ended. */
export function howItEnded(code: number | null, signal: string | null, said: string): string {
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const last = lines.findLast((line) => /error|abort|terminat|alloc/i.test(line)) ?? lines.at(-1);
  return last === undefined ? how : `${how}; it last said: ${last.trim().slice(0, 300)}`;
}

/** Keeps the end of what a process says. */
export function lastWords(stream: NodeJS.ReadableStream | null): () => string {
  let said = '';
  stream?.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-LAST_WORDS);
  });
  return () => said;
}

/**
 * Starts the process with this very Node.
 * @param home Loupe's folder, where the process looks for the backbone
 */
export function launchByFork(home: string): Launch {
  return ({ onMessage, onExit }) => {
    const child = fork(processEntry(), [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, LOUPE_HOME: home },
    });
    const said = lastWords(child.stderr);
    let ended = false;
    const end = (how: string): void => {
      if (ended) return;
      ended = true;
      onExit(how);
    };
    child.on('message', onMessage);
    child.on('error', (error) => end(error.message));
    // `close` comes when its last words were read too.
    child.on('close', (code, signal) => end(howItEnded(code, signal, said())));
    return {
      send: (message) => {
        // A process that ends just now cannot be told anything; `close` follows and says so.
        if (child.connected) child.send(message, () => undefined);
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
