/** Why this file exists: `loupe evaluate`, a model over a labelled set, to numbers and maps. */
import { Option, type Command } from 'commander';
import type { EvaluateProductFlags } from './evaluate-product.ts';
import { requireFlags, wholeNumber } from './flags.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

interface EvaluateFlags {
  /** Always there unless a product is named. */
  model: string;
  data: string;
  out: string;
  maps: boolean;
  json: boolean;
}

type ProductFlags = Omit<EvaluateProductFlags, 'model'>;

export function registerEvaluate(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description('measure a model on labelled images')
    .option('--model <model>', 'a folder or .loupe file; with --product, its number')
    .option('--data <folder>', 'data set with test images')
    .option('--out <folder>', 'where the report goes')
    .addOption(
      new Option(
        '--product <name>',
        'instead of both: a product of the catalog; its model in production, else its newest',
      ).conflicts(['data', 'out']),
    )
    .option('--data-version <number>', 'of --product: on this version', wholeNumber(1))
    .option('--freeze', 'of --product: on the images as they are now')
    .addOption(
      new Option('--split <splits...>', 'of --product: the images to score')
        .choices(['calibrate', 'test'])
        .default(['calibrate', 'test']),
    )
    .option('--maps', 'also write each anomaly map as maps/<image>.npy', false)
    .option('--json', 'print the numbers as one JSON object', false)
    .action(async ({ product, ...flags }: EvaluateFlags & Partial<ProductFlags>) => {
      if (product !== undefined) {
        const { evaluateProduct } = await import('./evaluate-product.ts');
        const { model, split = ['calibrate', 'test'], ...rest } = flags;
        const number = model === undefined ? {} : { model: wholeNumber(1)(model) };
        await evaluateProduct(terminal, { ...rest, split, ...number, product });
        return;
      }
      requireFlags(flags, { model: '--model', data: '--data', out: '--out' }, '--product');
      const { evaluateModel } = await import('../services/evaluate-model.ts');
      const { evaluateJson } = await import('../evaluation/evaluate-json.ts');
      const { summaryLines } = await import('../evaluation/summary.ts');
      const report = await stoppable(terminal, (signal) =>
        evaluateModel(flags, terminal.progress, signal, (sentence) => terminal.say(sentence)),
      );
      // The summary ends with what was skipped and what is worth knowing.
      if (flags.json) terminal.json(evaluateJson(report));
      for (const line of summaryLines(report)) {
        if (flags.json) terminal.say(line);
        else terminal.out(line);
      }
    });
}
