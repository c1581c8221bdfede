/** Why this file exists: `loupe inspect`, single images through a model. */
import type { Command } from 'commander';
import { numberAbove, wholeNumber } from './flags.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

interface InspectFlags {
  model: string;
  out: string;
  threshold?: number;
  minArea: number;
  json: boolean;
}

export function registerInspect(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description('say of single images whether they are good, and where they are not')
    .argument('<images...>', 'image files')
    .requiredOption('--model <model>', 'a folder or .loupe file made by loupe train')
    .requiredOption('--out <folder>', 'where overlays, maps and results go')
    .option(
      '--threshold <score>',
      "NG from this score on; the model's suggestion by default",
      numberAbove(0),
    )
    .option('--min-area <pixels>', 'smallest region, in pixels of the map', wholeNumber(1), 16)
    .option('--json', 'print the results as one JSON object', false)
    .action(async (images: string[], flags: InspectFlags) => {
      const { inspectImages } = await import('../services/inspect-images.ts');
      const result = await stoppable(terminal, (signal) =>
        inspectImages({ ...flags, images }, terminal.progress, signal),
      );
      if (flags.json) terminal.json(result);
      else {
        for (const { verdict, score, path, regions } of result.images) {
          const where = regions.length === 1 ? '1 region' : `${regions.length} regions`;
          terminal.out(`${verdict}  ${score.toFixed(3)}  ${path}  (${where})`);
        }
      }
      for (const { path, reason } of result.rejected) terminal.say(`Skipped: ${path} ${reason}.`);
      if (result.rejected.length > 0) process.exitCode = 1;
    });
}
