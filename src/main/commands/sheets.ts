/** Why this file exists: `loupe sheets`, an evaluation as pictures for people and papers. */
import type { Command } from 'commander';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

interface SheetsFlags {
  report: string;
  out: string;
  data?: string;
  json: boolean;
}

export function registerSheets(program: Command, terminal: Terminal): void {
  program
    .command('sheets')
    .description('draw sheets of an evaluation: each defect type, worst misses, false alarms')
    .requiredOption('--report <folder>', 'what loupe evaluate --maps wrote')
    .requiredOption('--out <folder>', 'where the PNG sheets go')
    .option('--data <folder>', 'the data set, where it has moved since the evaluation')
    .option('--json', 'print what is on the sheets as one JSON object', false)
    .action(async (flags: SheetsFlags) => {
      const { makeSheets } = await import('../study/sheets/make-sheets.ts');
      const sheets = await stoppable(terminal, (signal) =>
        makeSheets(flags, { onProgress: terminal.progress, signal }),
      );
      if (flags.json) terminal.json({ out: flags.out, sheets });
      else for (const { file, title } of sheets) terminal.out(`${file}  ${title}`);
    });
}
