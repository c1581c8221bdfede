/**
 * Why this file exists: `npm start`. Everything from a fresh clone to a product with a model and its
 * figures on the screen; what is there already is not done again.
 */
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { homeFolder } from '../places.ts';
import type { RecipeName } from '../engine/recipes.ts';
import type { Application } from '../application.ts';
import { clientOf } from './client.ts';
import { firstLook, type FirstLook } from './first-look.ts';
import { ensureScreens } from './screens.ts';
import { serveUntilStopped, userApplication } from './serve.ts';
import { runSetup } from './setup.ts';
import { findElectron, openBrowser, runElectron } from './show.ts';
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
      const electron = flags.open && !flags.once ? findElectron() : null;
      const application = await userApplication(terminal, { queued: 'own' });
      try {
        const look = await firstLook(clientOf(application), terminal, flags);
        await tell(look, terminal);
        if (flags.once) return;
        await ensureScreens(terminal);
        if (electron === null) {
          await serveInBrowser(application, look, flags, terminal);
          return;
        }
      } finally {
        await application.close();
      }
      // The window's own process opens the catalog.
      process.exitCode = await runElectron(electron);
    });
}

async function tell({ report }: FirstLook, terminal: Terminal): Promise<void> {
  if (report === null) return;
  const { summaryLines } = await import('../evaluation/summary.ts');
  for (const line of summaryLines(report)) terminal.out(line);
  terminal.out(`Report: ${join(homeFolder(), 'reports', report.id)}`);
}

async function serveInBrowser(
  application: Application,
  { product }: FirstLook,
  { port, open }: StartFlags,
  terminal: Terminal,
): Promise<void> {
  const { startServer } = await import('../serve/server.ts');
  // The worst parts first: where one looks for what is wrong.
  const first = product === null ? undefined : `/product/${product.id}/gallery?sort=score`;
  const server = await startServer(application, { port, ...(first && { open: first }) });
  terminal.out(`Loupe: ${server.url}`);
  if (open && !(await openBrowser(server.url))) {
    terminal.say('No browser could be opened here; open the address above by hand.');
  }
  await serveUntilStopped(server, terminal);
}
