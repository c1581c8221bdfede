/** Why this file exists: `loupe train --product`: a model from the catalog's images, in its registry. */
import type { TrainOutcome } from '../../shared/entities/job.ts';
import { withApplication } from './client.ts';
import { moment } from './columns.ts';
import { productNamed } from './named.ts';
import { runJob } from './run-job.ts';
import { formatSeconds, type Terminal } from './terminal.ts';
import { versionMeant } from './version-meant.ts';

export interface TrainProductFlags {
  product: string;
  name?: string;
  dataVersion?: number;
  freeze?: boolean;
  recipe: 'frozen' | 'quick' | 'paper';
  size: number;
  seed: number;
  bankMb: number;
  backbone: 'installed' | 'none';
  json: boolean;
}

/** Trains through the queue of an application in this process. Ctrl-C pauses at a checkpoint. */
export async function trainProduct(terminal: Terminal, flags: TrainProductFlags): Promise<void> {
  const { recipe, size, seed, bankMb, backbone } = flags;
  await withApplication(
    terminal,
    async (client) => {
      const { product } = await productNamed(client, flags.product);
      const version = await versionMeant(client, terminal, product.id, flags);
      const name = flags.name ?? `${product.name} ${recipe} ${moment(Date.now())}`;
      const options = { versionId: version.id, recipe, size, bankMb, seed };
      const plan = await client.ask('training.plan', options);
      for (const warning of plan.warnings) terminal.say(warning);
      if (plan.seconds !== null) {
        terminal.say(`About ${formatSeconds(plan.seconds)}, measured on this machine.`);
      }
      const job = { kind: 'train', name, ...options, by: client.by } as const;
      const { run, outcome } = await runJob<TrainOutcome>(client, terminal, job);
      const { model, suggested } = await client.ask('models.get', { modelId: outcome.modelId });
      if (flags.json) {
        terminal.json({ run: run.id, version, seconds: outcome.seconds, model, suggested });
        return;
      }
      terminal.out(`Model      ${model.id}, ${model.name} (${model.state})`);
      terminal.out(`Recipe     ${recipe}, ${formatSeconds(outcome.seconds)}`);
      terminal.out(`Threshold  ${suggested.t2.toFixed(3)} (suggested from good parts alone)`);
      terminal.say(`Next: loupe evaluate --product "${product.name}" --model ${model.id}`);
    },
    { backbone },
  );
}
