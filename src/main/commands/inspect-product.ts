/** Why this file exists: `loupe inspect --product`: parts judged as at the line, kept in the catalog. */
import { resolve } from 'node:path';
import type { InspectOutcome } from '../../shared/entities/job.ts';
import type { Inspection } from '../../shared/entities/inspection.ts';
import { withApplication, type Client } from './client.ts';
import { productNamed } from './named.ts';
import { runJob } from './run-job.ts';
import type { Terminal } from './terminal.ts';

export interface InspectProductFlags {
  product: string;
  /** The model's number; the one in production where left out. */
  model?: number;
  csv?: string;
  sortInto?: string;
  json: boolean;
}

const PAGE = 500;

/** Inspects the files, or the images of the folders, with the thresholds in force. */
export async function inspectProduct(
  terminal: Terminal,
  paths: readonly string[],
  flags: InspectProductFlags,
): Promise<void> {
  await withApplication(terminal, async (client) => {
    const { product } = await productNamed(client, flags.product);
    const { run, outcome } = await runJob<InspectOutcome>(client, terminal, {
      kind: 'inspect',
      what: 'files',
      productId: product.id,
      modelId: flags.model ?? null,
      paths: paths.map((path) => resolve(path)),
      outputs: {
        sortInto: flags.sortInto === undefined ? null : resolve(flags.sortInto),
        csv: flags.csv === undefined ? null : resolve(flags.csv),
        http: null,
      },
      by: client.by,
    });
    const inspections = await inspectionsOf(client, product.id, run.id);
    if (flags.json) terminal.json({ run: run.id, ...outcome, inspections });
    else {
      for (const { verdict, score, name, regions } of inspections) {
        const where = regions.length === 1 ? '1 region' : `${regions.length} regions`;
        terminal.out(`${verdict.toUpperCase()}  ${score.toFixed(3)}  ${name}  (${where})`);
      }
      const { ok, review, ng } = outcome.verdicts;
      terminal.say(`${ok} OK, ${review} REVIEW, ${ng} NG.`);
    }
    for (const { path, reason } of outcome.rejected) terminal.say(`Skipped: ${path} ${reason}.`);
    if (outcome.rejected.length > 0) process.exitCode = 1;
  });
}

/** All inspections of a run, the oldest first. */
async function inspectionsOf(
  { ask }: Client,
  productId: number,
  runId: number,
): Promise<Inspection[]> {
  const found: Inspection[] = [];
  for (;;) {
    const before = found.at(-1)?.id;
    const query = { productId, runId, limit: PAGE, ...(before === undefined ? {} : { before }) };
    const page = await ask('inspections.recent', query);
    found.push(...page);
    if (page.length < PAGE) return found.reverse();
  }
}
