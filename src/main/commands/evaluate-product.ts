/** Why this file exists: `loupe evaluate --product`: a registered model over the catalog's images. */
import type { EvaluateOutcome } from '../../shared/entities/job.ts';
import { withApplication } from './client.ts';
import { modelMeant, productNamed } from './named.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';
import { versionMeant } from './version-meant.ts';

export interface EvaluateProductFlags {
  product: string;
  /** The model's number. */
  model?: number;
  dataVersion?: number;
  freeze?: boolean;
  split: ('calibrate' | 'test')[];
  maps: boolean;
  json: boolean;
}

/** Evaluates through the queue of an application in this process. Ctrl-C pauses at a checkpoint. */
export async function evaluateProduct(
  terminal: Terminal,
  flags: EvaluateProductFlags,
): Promise<void> {
  const { evaluateJson } = await import('../evaluation/evaluate-json.ts');
  const { summaryLines } = await import('../evaluation/summary.ts');
  await withApplication(terminal, async (client) => {
    const { product } = await productNamed(client, flags.product);
    const { model } = await modelMeant(client, flags);
    const version = await versionMeant(client, terminal, product.id, flags);
    const { run, outcome } = await runJob<EvaluateOutcome>(client, terminal, {
      kind: 'evaluate',
      modelId: model.id,
      versionId: version.id,
      splits: flags.split,
      maps: flags.maps,
      by: client.by,
    });
    const { evaluations } = await client.ask('models.get', { modelId: model.id });
    const evaluation = evaluations.find(({ id }) => id === outcome.evaluationId);
    const report = await client.ask('reports.get', { id: outcome.reportId });
    if (flags.json) {
      const found = { run: run.id, modelId: model.id, version, evaluation };
      terminal.json({ ...found, report: evaluateJson(report) });
    }
    for (const line of summaryLines(report)) {
      if (flags.json) terminal.say(line);
      else terminal.out(line);
    }
  });
}
