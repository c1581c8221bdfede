/**
 * Why this file exists: `npm test`. It sets up what the tests need, then runs type checks, lint
 * rules and every suite, and ends with one line: `N passed, N failed` (`, N skipped`).
 * Run by bin/launch.mjs under Node 24. With arguments it hands them to vitest and runs only that.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processTerminal } from '../src/main/commands/terminal.ts';
import { runSetup } from '../src/main/commands/setup.ts';
import { provideChromium } from './support/chromium.ts';
import { addCounts, countsOf, lastLine } from './support/counts.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const output = join(root, 'test', 'output');
const modules = join(root, 'node_modules');
const say = (line) => process.stdout.write(`${line}\n`);

/** Runs Node with `args`, its output shown, and resolves to its exit code. */
function node(args, env = {}) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.on('error', fail);
    child.on('exit', (code, signal) => done(code ?? signal));
  });
}

/** A check that passes or fails as a whole counts as one test. */
async function check(name, args) {
  say(`\n${name} ...`);
  const started = performance.now();
  const code = await node(args);
  const seconds = Math.round((performance.now() - started) / 1000);
  say(`${code === 0 ? 'passed' : 'FAILED'}: ${name} (${seconds} s)`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, skippedNames: [] };
}

/** Runs vitest and reads its counts from the JSON report. */
async function suite(name, args, env) {
  say(`\n${name} ...`);
  const report = join(output, `${name.replace(/\W+/g, '-')}.json`);
  rmSync(report, { force: true });
  const code = await node(
    [
      join(modules, 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    env,
  );
  const json = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  return countsOf(json, code);
}

async function main(filters) {
  mkdirSync(output, { recursive: true });
  const terminal = processTerminal(() => false);
  const { backboneProblem } = await runSetup({ retry: false }, terminal);
  if (backboneProblem) {
    say(`${backboneProblem.message} Tests that need the weights are skipped.`);
  }
  const chromium = provideChromium(say);
  const env = chromium ? { LOUPE_CHROMIUM: chromium } : {};

  const results = [];
  if (filters.length > 0) {
    results.push(await suite('Chosen tests', filters, env));
  } else {
    const tsc = join(modules, 'typescript', 'bin', 'tsc');
    for (const config of ['tsconfig.json', 'tsconfig.web.json']) {
      results.push(await check(`Types (${config})`, [tsc, '--noEmit', '-p', config]));
    }
    const eslint = join(modules, 'eslint', 'bin', 'eslint.js');
    results.push(await check('Lint rules', [eslint, '--max-warnings=0', '.']));
    const prettier = join(modules, 'prettier', 'bin', 'prettier.cjs');
    results.push(await check('Formatting', [prettier, '--check', '--log-level=warn', '.']));
    for (const project of ['unit', 'integration', 'e2e']) {
      const args = ['--project', project, '--passWithNoTests'];
      results.push(await suite(`Suite ${project}`, args, env));
    }
  }

  const total = addCounts(results);
  if (total.skippedNames.length > 0) {
    say(`\nSkipped:\n${total.skippedNames.map((name) => `  ${name}`).join('\n')}`);
  }
  say(`\n${lastLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
