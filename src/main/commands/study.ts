/** Why this file exists: `loupe study`, the paper's ablations and more on any labelled data set. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { RecipeName } from '../engine/recipes.ts';
import type { StudyResult } from '../study/run-study.ts';
import { TABLES, type TableName } from '../study/tables.ts';
import { numberAbove, wholeNumber } from './flags.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';
import { DEFAULT_BANK_MB } from './train.ts';

interface StudyFlags {
  data: string;
  table: TableName[];
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
    .requiredOption(
      '--table <names>',
      `what to compare: ${TABLES.join(', ')}; several with commas share their work`,
      tableNames,
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
      const { json, good, table: tables, ...rest } = flags;
      const result = await stoppable(terminal, (signal) =>
        runStudy(
          { ...rest, tables, good: good ?? null },
          { onProgress: terminal.progress, signal },
          (sentence) => terminal.say(sentence),
        ),
      );
      if (json) terminal.json(jsonOf(result));
      for (const { page, files } of result.tables) {
        if (!json) terminal.out(page);
        terminal.say(`Written: ${Object.values(files).join(', ')}`);
      }
    });
}

/** The pages are for people; everything else is in the object. */
function jsonOf({ context, tables }: StudyResult) {
  return { ...context, tables: tables.map((table) => ({ ...table, page: undefined })) };
}

function tableNames(text: string): TableName[] {
  const known: readonly string[] = TABLES;
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `There is no table ${unknown.join(', ')}. Name some of: ${TABLES.join(', ')}.`,
    );
  }
  return names as TableName[];
}
