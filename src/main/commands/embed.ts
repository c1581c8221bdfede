/**
 * Why this file exists: `loupe embed`, what a model makes of patches, before and after training. A
 * command of its own and no table of `loupe study`: it looks at one model that is there already.
 */
import type { Command } from 'commander';
import { wholeNumber } from './flags.ts';
import { stoppable } from './stopping.ts';
import type { Terminal } from './terminal.ts';

interface EmbedFlags {
  model: string;
  data: string;
  out: string;
  seed: number;
  patches: number;
  images: number;
  json: boolean;
}

export function registerEmbed(program: Command, terminal: Terminal): void {
  program
    .command('embed')
    .description("picture a model's patch embeddings before and after training")
    .requiredOption('--model <model>', 'a folder or .loupe file made by loupe train')
    .requiredOption('--data <folder>', 'data set with test images')
    .requiredOption('--out <folder>', 'where embedding.png, .svg and .json go')
    .option(
      '--seed <number>',
      'of the choice of patches and the layout',
      wholeNumber(0, 2 ** 32 - 1),
      0,
    )
    .option('--patches <number>', 'patches per scale', wholeNumber(16, 20_000), 1200)
    .option('--images <number>', 'test images they come from', wholeNumber(1), 60)
    .option('--json', 'print the points as one JSON object', false)
    .action(async (flags: EmbedFlags) => {
      const { makeEmbeddingView } = await import('../study/embedding/make-view.ts');
      const { view, files } = await stoppable(terminal, (signal) =>
        makeEmbeddingView(flags, { onProgress: terminal.progress, signal }),
      );
      if (flags.json) terminal.json(view);
      for (const { theta, before, after } of view.scales) {
        const told = [before, after].map((projection) => {
          const separation = projection?.separation ?? null;
          return separation === null ? '-' : `${(100 * separation).toFixed(1)} %`;
        });
        const line = `theta = ${theta}: separation before ${told[0]}, after training ${told[1]}`;
        if (flags.json) terminal.say(line);
        else terminal.out(line);
      }
      terminal.say(`Written: ${Object.values(files).join(', ')}`);
    });
}
