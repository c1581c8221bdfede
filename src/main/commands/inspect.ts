/** Why this file exists: `loupe inspect`, single images through a model. */
import { Option, type Command } from 'commander';
import { numberAbove, requireFlags, wholeNumber } from './flags.ts';
import type { InspectProductFlags } from './inspect-product.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

interface InspectFlags {
  model: string;
  out: string;
  threshold?: number;
  minArea: number;
  json: boolean;
}

type ProductFlags = Partial<Omit<InspectProductFlags, 'model' | 'json'>>;

export function registerInspect(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description('say of single images whether they are good, and where they are not')
    .argument('<images...>', 'image files; with --product, folders too')
    .option('--model <model>', 'a folder or .loupe file; with --product, its number')
    .option('--out <folder>', 'where overlays, maps and results go')
    .addOption(
      new Option(
        '--product <name>',
        'instead of both: a product of the catalog, with its model and thresholds in force',
      ).conflicts(['out', 'threshold', 'minArea']),
    )
    .option('--csv <file>', 'of --product: also a line for each part in this file')
    .option('--sort-into <folder>', 'of --product: also copies below OK, REVIEW and NG')
    .option(
      '--threshold <score>',
      "NG from this score on; the model's suggestion by default",
      numberAbove(0),
    )
    .option('--min-area <pixels>', 'smallest region, in pixels of the map', wholeNumber(1), 16)
    .option('--json', 'print the results as one JSON object', false)
    .action(async (images: string[], { product, ...flags }: InspectFlags & ProductFlags) => {
      if (product !== undefined) {
        const { inspectProduct } = await import('./inspect-product.ts');
        const { model, ...rest } = flags;
        const number = model === undefined ? {} : { model: wholeNumber(1)(model) };
        await inspectProduct(terminal, images, { ...rest, ...number, product });
        return;
      }
      requireFlags(flags, { model: '--model', out: '--out' }, '--product');
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
