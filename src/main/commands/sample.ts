/** Why this file exists: `loupe sample`, which makes a data set to try everything on. */
import type { Command } from 'commander';
import { wholeNumber } from './flags.ts';
import type { Terminal } from './terminal.ts';

interface SampleFlags {
  out: string;
  seed: number;
  variant: string;
  good: number;
  test: number;
}

export function registerSample(program: Command, terminal: Terminal): void {
  program
    .command('sample')
    .description('draw a sample data set: good parts, and test parts with defects and masks')
    .requiredOption('--out <folder>', 'where to write it: a new or empty folder')
    .option('--seed <number>', 'the same seed gives the same files', wholeNumber(0), 0)
    .option('--variant <name>', 'plate, parts, weave or casting', 'plate')
    .option('--good <count>', 'good pictures to train on', wholeNumber(1), 60)
    .option('--test <count>', 'test pictures, two fifths of them good', wholeNumber(0), 60)
    .action(async ({ out, ...options }: SampleFlags) => {
      const { writeSample } = await import('../dataset/sample/write.ts');
      const { root, written } = await writeSample(out, options, terminal.progress);
      terminal.say(
        written === 0
          ? `The same sample is already in ${root}.`
          : `Drew ${written} pictures. Train on them: loupe train --data ${root} --out MODEL`,
      );
      terminal.out(root);
    });
}
