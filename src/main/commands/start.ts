/**
 * Why this file exists: `npm start`. Everything from a fresh clone to a report on the screen; what
 * is there already is not done again.
 */
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { LoupeError } from '../../shared/errors.ts';
import type { Report } from '../../shared/report.ts';
import { homeFolder } from '../places.ts';
import type { RecipeName } from '../engine/recipes.ts';
import { DEFAULT_BANK_MB } from './train.ts';
import { ensureScreens } from './screens.ts';
import { serveUntilStopped, userApplication } from './serve.ts';
import { runSetup } from './setup.ts';
import { findElectron, openBrowser, runElectron } from './show.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './flags.ts';

interface StartFlags {
  data?: string;
  recipe: RecipeName;
  open: boolean;
  once: boolean;
  port: number;
}

export function registerStart(program: Command, terminal: Terminal): void {
  program
    .command('start')
    .description('set up, learn from the sample or your images, and show the result')
    .option('--data <folder>', 'your data set instead of the sample')
    .addOption(
      new Option('--recipe <name>', 'how to train, see loupe train')
        .choices(['frozen', 'quick', 'paper'])
        .default('quick'),
    )
    .option('--no-open', 'print the address instead of opening it')
    .option('--once', 'end when the report is written', false)
    .option(
      '--port <number>',
      'port of the local server; 0 takes a free one',
      wholeNumber(0, 65535),
      0,
    )
    .action(async (flags: StartFlags) => {
      const setup = await runSetup({ retry: false }, terminal);
      if (setup.backboneProblem) throw setup.backboneProblem;
      const report = await stoppable(terminal, (signal) => makeReport(flags, signal, terminal));
      const { summaryLines } = await import('../evaluation/summary.ts');
      for (const line of summaryLines(report)) terminal.out(line);
      terminal.out(`Report: ${reportFolder(report.id)}`);
      if (flags.once) return;
      await ensureScreens(terminal);
      const electron = flags.open ? findElectron() : null;
      if (electron) {
        process.exitCode = await runElectron(electron);
        return;
      }
      const { startServer } = await import('../serve/server.ts');
      const application = await userApplication(terminal);
      try {
        const server = await startServer(application, { port: flags.port });
        terminal.out(`Loupe: ${server.url}`);
        if (flags.open && !(await openBrowser(server.url))) {
          terminal.say('No browser could be opened here; open the address above by hand.');
        }
        await serveUntilStopped(server, terminal);
      } finally {
        await application.close();
      }
    });
}

const reportFolder = (id: string) => join(homeFolder(), 'reports', id);

/** The report on the sample or on the user's data, from whatever is there already. */
async function makeReport(
  flags: StartFlags,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Report> {
  const home = homeFolder();
  const { progress: onProgress } = terminal;
  const notice = (sentence: string) => terminal.say(sentence);
  const data = flags.data === undefined ? join(home, 'sample') : resolve(flags.data);
  if (flags.data === undefined) {
    const { writeSample } = await import('../dataset/sample/write.ts');
    await writeSample(data, { seed: 0, variant: 'plate', good: 60, test: 60 }, onProgress);
  }

  const { fingerprintDataset } = await import('../dataset/fingerprint.ts');
  const { scanDataset } = await import('../dataset/scan.ts');
  // The files are opened one by one when trained on; here only what they are called matters.
  const dataset = await scanDataset(data, { check: 'headers', signal });
  const fingerprint = await fingerprintDataset(dataset, { signal });
  const name = `${safeName(dataset.name)}-${flags.recipe}-${fingerprint.slice(0, 8)}`;
  const model = join(home, 'models', name);

  const { readManifest } = await import('../models/model-store.ts');
  if (!(await foundOrNull(() => readManifest(model)))) {
    const { trainModel } = await import('../services/train-model.ts');
    await trainModel(
      {
        data,
        out: model,
        recipe: flags.recipe,
        size: 256,
        seed: 0,
        bankMb: DEFAULT_BANK_MB,
        resume: true,
        backbone: 'installed',
        normalise: 'auto',
      },
      { onProgress, signal },
      notice,
    );
  }
  const { id } = await readManifest(model);
  const reportId = `${name}-${id.slice(0, 8)}`;
  const { createReportStore } = await import('../reports/store.ts');
  const reports = createReportStore(join(home, 'reports'));
  const known = await foundOrNull(() => reports.get(reportId));
  if (known) return known;
  const { evaluateModel } = await import('../services/evaluate-model.ts');
  const out = reportFolder(reportId);
  return evaluateModel({ model, data, out, maps: true }, onProgress, signal, notice);
}

/** A folder's name as a part of a file name on any system. */
function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'data';
}

/** What `look` finds; null where it is not there. Damage is still an error. */
async function foundOrNull<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof LoupeError && error.code === 'not-found') return null;
    throw error;
  }
}
