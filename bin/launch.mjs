/**
 * Why this file exists: one way in for every command (`npm start`, `npm test`, `bin/loupe` ...).
 * On a fresh clone it installs the packages, then runs the command under Node 24, handing on
 * arguments, signals and exit code. Plain JavaScript, no dependencies, Node 20 or newer.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkLauncher, findNode } from './lib/node24.mjs';
import { install, installNeeded, LaunchError } from './lib/packages.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const typescript = ['--disable-warning=ExperimentalWarning'];
const cli = join(root, 'src', 'main', 'cli.ts');

const tsc = (config) => [
  join(modules, 'typescript', 'bin', 'tsc'),
  '--noEmit',
  '-p',
  join(root, config),
];
const eslint = join(modules, 'eslint', 'bin', 'eslint.js');
const prettier = join(modules, 'prettier', 'bin', 'prettier.cjs');

/** Each verb is a list of Node command lines, run one after another until one fails. */
const verbs = {
  start: (args) => [[...typescript, cli, 'start', ...args]],
  setup: (args) => [[...typescript, cli, 'setup', ...args]],
  loupe: (args) => [[...typescript, cli, ...args]],
  test: (args) => [[...typescript, join(root, 'test', 'run.mjs'), ...args]],
  build: (args) => [[join(modules, 'electron-vite', 'bin', 'electron-vite.js'), 'build', ...args]],
  package: (args) => [[...typescript, join(root, 'resources', 'packaging', 'package.ts'), ...args]],
  typecheck: () => [tsc('tsconfig.json'), tsc('tsconfig.web.json')],
  lint: () => [
    [eslint, root],
    [prettier, '--check', root],
  ],
  format: () => [
    [eslint, '--fix', root],
    [prettier, '--write', root],
  ],
};

/** Commands about the project itself run in its folder; `loupe` and `start` take the user's paths. */
const inCallersFolder = new Set(['loupe', 'start', 'setup']);

/** Runs Node with `args` and resolves to the exit code a shell would report. */
function run(node, args, cwd) {
  return new Promise((done, fail) => {
    const path = [dirname(node), join(modules, '.bin'), process.env.PATH].join(delimiter);
    const child = spawn(node, args, { stdio: 'inherit', cwd, env: { ...process.env, PATH: path } });
    // A terminal sends Ctrl-C to the whole group, so the child has it already; without a
    // terminal only this process was meant, and the child must be told.
    const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    const handOn = (signal) => {
      if (signal !== 'SIGINT' || !terminal) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, handOn);
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, handOn);
      done(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

async function main([verb, ...args]) {
  checkLauncher(process.version);
  const lines = verbs[verb];
  if (!lines) {
    throw new LaunchError(
      `Unknown command ${verb ?? '(none)'}. Known: ${Object.keys(verbs).join(', ')}.`,
    );
  }
  const reason = installNeeded(root);
  if (reason) await install(root, reason);
  const node = findNode(root, process);
  // npm runs scripts in the project's folder and keeps the caller's in INIT_CWD.
  const here = process.env.npm_lifecycle_event ? process.env.INIT_CWD : undefined;
  const cwd = inCallersFolder.has(verb) ? (here ?? process.cwd()) : root;
  for (const line of lines(args)) {
    const code = await run(node, line, cwd);
    if (code !== 0) return code;
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
