/** Why this file exists: `loupe backbone add FILE`, for weights that a person brings. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { CONVENTIONS } from '../backbone/backbone.ts';
import type { ConventionName } from '../backbone/backbone.ts';
import { homeFolder } from '../places.ts';
import type { Terminal } from './terminal.ts';

export function registerBackbone(program: Command, terminal: Terminal): void {
  const backbone = program.command('backbone').description('the pretrained weights (VGG16)');
  backbone
    .command('add')
    .description('install a weight file: safetensors with torchvision names, or Keras .h5')
    .argument('<file>', 'the weight file')
    .addOption(
      new Option('--convention <name>', 'the input that unknown weights expect').choices(
        CONVENTIONS,
      ),
    )
    .action(async (file: string, { convention }: { convention?: ConventionName }) => {
      const { addBackbone } = await import('../backbone/install.ts');
      const { name, sha256, input } = await addBackbone(resolve(file), homeFolder(), convention);
      terminal.out(`Backbone ${name} installed (SHA-256 ${sha256}, input ${input.order}).`);
    });
}
