/** Why this file exists: `loupe train`, from a folder of good images to a model. */
import { Option, type Command } from 'commander';
import { METHODS, type MethodName, type ModelManifest } from '../../shared/manifest.ts';
import { THETAS } from '../../shared/scales.ts';
import { numberAbove, requireFlags, wholeNumber } from './flags.ts';
import { stoppable } from './stopping.ts';
import { formatSeconds, type Terminal } from './terminal.ts';
import type { TrainProductFlags } from './train-product.ts';

interface TrainFlags {
  data: string;
  out: string;
  method: MethodName;
  recipe: 'frozen' | 'quick' | 'paper';
  size: number;
  seed: number;
  bankMb: number;
  resume: boolean;
  backbone: 'installed' | 'none';
  normalise: 'auto' | 'unit' | 'soft' | 'none';
  json: boolean;
}

export const DEFAULT_BANK_MB = 32;

export function registerTrain(program: Command, terminal: Terminal): void {
  program
    .command('train')
    .description('learn a part from good images')
    .option('--data <folder>', 'data set: MVTec AD, BTAD, or a folder of good images')
    .option('--out <model>', 'where the model goes: a new folder, or a name in .loupe')
    .addOption(
      new Option('--product <name>', 'instead of both: a product of the catalog').conflicts([
        'data',
        'out',
        'method',
        'resume',
        'normalise',
      ]),
    )
    .option('--name <name>', "of --product: the model's name")
    .option('--data-version <number>', 'of --product: learn from this version', wholeNumber(1))
    .option('--freeze', 'of --product: learn from the images as they are now')
    .addOption(
      new Option('--method <name>', "the paper's method, or another on the same images")
        .choices(METHODS)
        .default('multi-scale-patch'),
    )
    .addOption(
      new Option('--recipe <name>', 'frozen: no training; quick: minutes on a CPU; paper: hours')
        .choices(['frozen', 'quick', 'paper'])
        .default('quick'),
    )
    .option('--size <pixels>', 'input size H = W', wholeNumber(128, 1024), 256)
    .option('--seed <number>', 'the same seed gives the same model', wholeNumber(0, 2 ** 32 - 1), 0)
    .option(
      '--bank-mb <MB>',
      'memory of the bank of normal patches',
      numberAbove(0),
      DEFAULT_BANK_MB,
    )
    .option('--resume', 'go on from the checkpoint of a stopped training', false)
    .addOption(
      new Option('--backbone <which>', 'none: start from random weights, with lower quality')
        .choices(['installed', 'none'])
        .default('installed'),
    )
    .addOption(
      new Option('--normalise <how>', 'how embeddings are scaled; auto: as the recipe chooses')
        .choices(['auto', 'unit', 'soft', 'none'])
        .default('auto'),
    )
    .option('--json', 'print the model as one JSON object', false)
    .action(async ({ product, ...flags }: TrainFlags & Partial<TrainProductFlags>) => {
      if (product !== undefined) {
        const { trainProduct } = await import('./train-product.ts');
        await trainProduct(terminal, { ...flags, product });
        return;
      }
      requireFlags(flags, { data: '--data', out: '--out' }, '--product');
      const { trainModel } = await import('../services/train-model.ts');
      const { manifest, rejected } = await stoppable(terminal, (signal) =>
        trainModel(flags, { onProgress: terminal.progress, signal }, (sentence) =>
          terminal.say(sentence),
        ),
      );
      if (flags.json) {
        terminal.json({ ...manifest, goodImages: undefined, files: undefined, rejected });
        return;
      }
      const { dataset, training } = manifest;
      terminal.out(`Model      ${flags.out}`);
      terminal.out(`Learnt     ${dataset.trainImages} good images of ${dataset.name}`);
      terminal.out(`Recipe     ${manifest.recipe}, ${formatSeconds(training.seconds)}`);
      for (const line of await methodLines(manifest)) terminal.out(line);
      terminal.out(`Device     ${training.device}`);
      terminal.out(
        `Threshold  ${manifest.thresholds.image.toFixed(3)} (suggested from good parts alone)`,
      );
      terminal.say(
        `Next: loupe evaluate --model ${flags.out} --data ${flags.data} --out REPORT --maps`,
      );
    });
}

/** What only some methods have to tell. */
async function methodLines(manifest: ModelManifest): Promise<string[]> {
  if (manifest.method !== 'multi-scale-patch') return [`Steps      ${manifest.training.steps}`];
  const { describeBanks } = await import('../services/open-model.ts');
  const { normalisation, scaleWeights, training } = manifest;
  const chosen = THETAS.map((theta) => `${theta}: ${scaleWeights[theta].toFixed(2)}`);
  return [
    `Bank       ${describeBanks(manifest)}`,
    `Chosen     ${normalisation.kind} norm, scale weights ${chosen.join(', ')}`,
    `Steps      ${THETAS.map((theta) => `${theta}: ${training.steps[theta]}`).join(', ')}`,
  ];
}
