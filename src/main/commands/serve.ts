/** Why this file exists: `loupe serve`, the workstation in a browser on this machine. */
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import type { Application, ApplicationParts } from '../application.ts';
import { homeFolder } from '../places.ts';
import type { RunningServer } from '../serve/server.ts';
import { productVersion } from '../version.ts';
import { ensureScreens } from './screens.ts';
import { wholeNumber } from './flags.ts';
import type { Terminal } from './terminal.ts';

interface ServeFlags {
  port: number;
  json?: boolean;
}

export function registerServe(program: Command, terminal: Terminal): void {
  program
    .command('serve')
    .description('the workstation in a browser on this machine')
    .option(
      '--port <number>',
      'the port to listen on; 0 takes a free one',
      wholeNumber(0, 65535),
      0,
    )
    .option('--json', 'print the address as JSON')
    .action(async ({ port, json }: ServeFlags) => {
      await ensureScreens(terminal);
      const { startServer } = await import('../serve/server.ts');
      const application = await userApplication(terminal);
      try {
        const server = await startServer(application, { port });
        if (json === true) terminal.json({ url: server.url });
        else terminal.out(server.url);
        await serveUntilStopped(server, terminal);
      } finally {
        await application.close();
      }
    });
}

/** The application over this user's own folder; `close` gives its catalog free. */
export async function userApplication(
  terminal: Terminal,
  parts: Pick<ApplicationParts, 'queued' | 'backbone'> = {},
): Promise<Application> {
  const { createApplication } = await import('../application.ts');
  const { datasetSources } = await import('../reports/sources.ts');
  return createApplication({
    home: homeFolder(),
    version: productVersion(),
    sources: datasetSources,
    ...parts,
    onNotice: (sentence) => terminal.say(sentence),
  });
}

/**
 * Keeps `server` until Ctrl-C or a request to end, then stops it gracefully. On a terminal, Enter
 * prints a fresh address, since each opens one browser only.
 */
export async function serveUntilStopped(server: RunningServer, terminal: Terminal): Promise<void> {
  const keyboard = process.stdin.isTTY ? createInterface({ input: process.stdin }) : undefined;
  keyboard?.on('line', () => terminal.say(server.freshUrl()));
  terminal.say(
    keyboard === undefined
      ? 'The address opens one browser. Loupe serves it until it is stopped.'
      : 'The address opens one browser; Enter prints another. Ctrl-C stops.',
  );
  await new Promise<void>((resolve) => {
    keyboard?.once('SIGINT', resolve);
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  keyboard?.close();
  await server.close();
}
