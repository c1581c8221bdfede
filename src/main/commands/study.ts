/** Why this file exists: `loupe study`, the paper's ablations and more on any labelled data set. */
import { Option, type Command } from 'commander';
import type { RecipeName } from '../engine/recipes.ts';
import { TABLES, type TableName } from '../study/tables.ts';
import { numberAbove, wholeNumber } from './flags.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';
import { DEFAULT_BANK_MB } from './train.ts';

interface StudyFlags {
  data: string;
  table: TableName;
  seeds: number;
  out: string;
  size: number;
  every: number;
  good?: number;
  recipe: RecipeName;
  stepsPercent: number;
  bankMb: number;
  json: boolean;
}

export function registerStudy(program: Command, terminal: Terminal): void {
  program
    .command('study')
    .description('compare settings of the method on labelled images; run again to go on')
    .requiredOption('--data <folder>', 'data set with good and defective test images')
    .addOption(
      new Option('--table <name>', 'what to compare').choices(TABLES).makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'where tables, plots and finished results go')
    .option('--seeds <number>', 'how many seeds, from 0 on', wholeNumber(1, 100), 1)
    .addOption(
      new Option('--recipe <name>', 'the recipe of all rows')
        .choices(['frozen', 'quick', 'paper'])
        .default('quick'),
    )
    .option('--size <pixels>', 'input size H = W', wholeNumber(128, 1024), 256)
    .option('--bank-mb <MB>', 'memory of the bank', numberAbove(0), DEFAULT_BANK_MB)
    .option('--every <K>', 'quick look: only every K-th test image', wholeNumber(1), 1)
    .option('--good <N>', 'quick look: learn from N good images only', wholeNumber(5))
    .option(
      '--steps-percent <P>',
      "quick look: P percent of the recipe's training steps",
      wholeNumber(1, 100),
      100,
    )
    .option('--json', 'print the results as one JSON object', false)
    .action(async (flags: StudyFlags) => {
      const { runStudy } = await import('../study/run-study.ts');
      const { json, good, ...rest } = flags;
      const result = await stoppable(terminal, (signal) =>
        runStudy(
          { ...rest, good: good ?? null },
          { onProgress: terminal.progress, signal },
          (sentence) => terminal.say(sentence),
        ),
      );
      const { page, files, table, context, rows, cells, judged } = result;
      if (json) terminal.json({ table, ...context, rows, cells, judged, files });
      else terminal.out(page.trimEnd());
      terminal.say(`Written: ${Object.values(files).join(', ')}`);
    });
}
