/** Why this file exists: `loupe evaluate`, a model over a labelled set, to numbers and maps. */
import type { Command } from 'commander';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

interface EvaluateFlags {
  model: string;
  data: string;
  out: string;
  maps: boolean;
  json: boolean;
}

export function registerEvaluate(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description('measure a model on labelled images')
    .requiredOption('--model <model>', 'a folder or .loupe file made by loupe train')
    .requiredOption('--data <folder>', 'data set with test images')
    .requiredOption('--out <folder>', 'where the report goes')
    .option('--maps', 'also write each anomaly map as maps/<image>.npy', false)
    .option('--json', 'print the numbers as one JSON object', false)
    .action(async (flags: EvaluateFlags) => {
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
