/**
 * Why this file exists: the application as a command (`loupe ...`). It registers the commands
 * and turns every failure into a sentence, a next step and an exit code: 0, 1 on failure, 2 on
 * bad usage. Commands load TensorFlow and sharp only inside their actions, so `--help` is quick.
 */
import { Command, CommanderError } from 'commander';
import { LoupeError, hasSystemCode, messageOf } from '../shared/errors.ts';
import { registerAudit } from './commands/audit.ts';
import { registerBackbone } from './commands/backbone.ts';
import { registerBackup, registerRestore } from './commands/backup.ts';
import { registerBench } from './commands/bench.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerEmbed } from './commands/embed.ts';
import { registerEvaluate } from './commands/evaluate.ts';
import { registerImport } from './commands/import.ts';
import { registerInspect } from './commands/inspect.ts';
import { registerJobs } from './commands/jobs.ts';
import { registerLabel } from './commands/label.ts';
import { registerModels } from './commands/models.ts';
import { registerExport, registerProducts, registerVersions } from './commands/products.ts';
import { registerReport } from './commands/report.ts';
import { registerSample } from './commands/sample.ts';
import { registerServe } from './commands/serve.ts';
import { registerSetup } from './commands/setup.ts';
import { registerSheets } from './commands/sheets.ts';
import { registerStart } from './commands/start.ts';
import { processTerminal } from './commands/terminal.ts';
import type { Terminal } from './commands/terminal.ts';
import { registerStudy } from './commands/study.ts';
import { registerThresholds } from './commands/thresholds.ts';
import { registerTrain } from './commands/train.ts';
import { registerUpdate } from './commands/update.ts';
import { productVersion } from './version.ts';

type Register = (program: Command, terminal: Terminal) => void;

/** In the order `loupe --help` shows them. */
const commands: readonly Register[] = [
  registerStart,
  registerImport,
  registerProducts,
  registerVersions,
  registerTrain,
  registerEvaluate,
  registerReport,
  registerInspect,
  registerLabel,
  registerExport,
  registerModels,
  registerThresholds,
  registerJobs,
  registerStudy,
  registerSheets,
  registerEmbed,
  registerServe,
  registerSample,
  registerSetup,
  registerDoctor,
  registerBench,
  registerBackbone,
  registerBackup,
  registerRestore,
  registerAudit,
  registerUpdate,
];

/** Says what failed on standard error and returns the exit code. */
function report(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    // Commander has printed its own message; help and version end with exit code 0.
    return error.exitCode === 0 ? 0 : 2;
  }
  const debug = Boolean(process.env['LOUPE_DEBUG']);
  if (error instanceof LoupeError) {
    terminal.say(error.message);
    terminal.say(error.nextStep);
    if (debug) terminal.say(stackOf(error));
    return error.code === 'usage' ? 2 : 1;
  }
  terminal.say(`Something went wrong inside Loupe: ${messageOf(error)}`);
  terminal.say(debug ? stackOf(error) : 'Run the same command with LOUPE_DEBUG=1 to see where.');
  return 1;
}

/** The stack of an error and of what caused it. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? error.message;
  return error.cause === undefined ? stack : `${stack}\ncaused by ${stackOf(error.cause)}`;
}

/** Runs one command line and resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('loupe');
  const terminal = processTerminal(() => program.opts<{ quiet?: boolean }>().quiet === true);
  program
    .description('Visual inspection: learns good parts, finds and outlines defects.')
    .version(productVersion(), '-V, --version', 'print the version')
    .option('-q, --quiet', 'show no progress')
    .helpOption('-h, --help', 'show what there is')
    .helpCommand(false)
    .showHelpAfterError('Run it with --help to see what it takes.')
    .exitOverride();
  for (const register of commands) register(program, terminal);
  try {
    await program.parseAsync(args, { from: 'user' });
    // A command that did its work but not all of it has set its own.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error, terminal);
  }
}

process.stdout.on('error', (error) => {
  // The reader (`| head`) has seen enough.
  if (!hasSystemCode(error, 'EPIPE')) throw error;
});
process.exitCode = await main(process.argv.slice(2));
