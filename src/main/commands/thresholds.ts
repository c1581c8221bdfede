/** Why this file exists: `loupe thresholds`: what is in force, setting others, suggesting some. */
import { Option, type Command } from 'commander';
import type { ModelSummary, ThresholdRule } from '../../shared/contract/models.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { Thresholds, ThresholdSource } from '../../shared/entities/threshold.ts';
import { LoupeError } from '../../shared/errors.ts';
import { confusionRates } from '../../shared/metrics/confusion.ts';
import { labelledScores } from '../../shared/thresholds/labelled-scores.ts';
import { confusionOf } from '../../shared/thresholds/rules.ts';
import { withApplication, type Client } from './client.ts';
import { percent } from './columns.ts';
import { anyNumber, numberAbove, share, wholeNumber } from './flags.ts';
import { modelMeant } from './named.ts';
import type { Terminal } from './terminal.ts';

interface Which {
  model?: number;
  product?: string;
  json?: boolean;
}
interface SetFlags extends Which {
  t1?: number;
  t2?: number;
  pixel?: number;
  minArea?: number;
  class?: string;
  reason: string;
}
interface SuggestFlags extends Which {
  rule: ThresholdRule['kind'];
  share: number;
  missedDefect: number;
  falseAlarm: number;
  split: ImageSplit[];
  dataVersion?: number;
  apply?: boolean;
  reason?: string;
}

export function registerThresholds(program: Command, terminal: Terminal): void {
  const thresholds = program.command('thresholds').description('how strict a model is');
  const command = (name: string, description: string) =>
    thresholds
      .command(name)
      .description(description)
      .option('--model <number>', 'the model', wholeNumber(1))
      .option('--product <name>', "the product's model in production, else its newest")
      .option('--json', 'print it as one JSON object');

  command('show', 'the thresholds in force').action((flags: Which) =>
    withApplication(terminal, async (client) => {
      const summary = await modelMeant(client, flags);
      const { model, thresholds: set, suggested } = summary;
      const names = await classNames(client, model.productId);
      if (flags.json) {
        terminal.json({ modelId: model.id, set, suggested });
        return;
      }
      terminal.out(`${model.name}: ${originOf(summary)}`);
      terminal.out(describe('All parts', set?.base ?? suggested));
      for (const { defectClassId, thresholds: own } of set?.perClass ?? []) {
        terminal.out(describe(names.get(defectClassId) ?? `class ${defectClassId}`, own));
      }
    }),
  );

  command('set', 'put other thresholds in force; what is left out stays as it is')
    .option('--t1 <score>', 'REVIEW from this score on', anyNumber)
    .option('--t2 <score>', 'NG from this score on', anyNumber)
    .option('--pixel <value>', 'a pixel of the map belongs to a region from here on', anyNumber)
    .option('--min-area <pixels>', 'smaller regions are not shown', wholeNumber(0))
    .option('--class <name>', 'for defects of this class only')
    .requiredOption('--reason <text>', 'why, for the audit trail')
    .action((flags: SetFlags) =>
      withApplication(terminal, async (client) => {
        const { model, thresholds: set, suggested } = await modelMeant(client, flags);
        const base = set?.base ?? suggested;
        const perClass = set?.perClass ?? [];
        let next = { base: changed(base, flags), perClass };
        if (flags.class !== undefined) {
          const names = await classNames(client, model.productId);
          const id = [...names].find(([, name]) => name === flags.class)?.[0];
          if (id === undefined) throw noClass(flags.class, [...names.values()]);
          const own = perClass.find((entry) => entry.defectClassId === id)?.thresholds ?? base;
          const others = perClass.filter((entry) => entry.defectClassId !== id);
          next = {
            base,
            perClass: [...others, { defectClassId: id, thresholds: changed(own, flags) }],
          };
        }
        await apply(client, terminal, flags, {
          modelId: model.id,
          ...next,
          source: 'manual',
          rule: null,
          reason: flags.reason,
        });
      }),
    );

  command('suggest', 'choose T2 by a rule from evaluated images; --apply puts it in force')
    .addOption(
      new Option('--rule <name>', 'how it is chosen')
        .choices(['max-f1', 'overkill', 'escape', 'good-only', 'costs'])
        .default('max-f1'),
    )
    .option('--share <share>', 'of overkill, escape and good-only: what is allowed', share, 0.01)
    .option('--missed-defect <cost>', 'of costs', numberAbove(0), 10)
    .option('--false-alarm <cost>', 'of costs', numberAbove(0), 1)
    .addOption(
      new Option('--split <splits...>', 'the images looked at; test is optimistic')
        .choices(['calibrate', 'test'])
        .default(['calibrate']),
    )
    .option('--data-version <number>', 'labels and splits of this data-set version', wholeNumber(1))
    .option('--apply', 'put it in force; needs --reason')
    .option('--reason <text>', 'why, for the audit trail')
    .action((flags: SuggestFlags) =>
      withApplication(terminal, (client) => suggestBy(client, terminal, flags)),
    );
}

async function suggestBy(client: Client, terminal: Terminal, flags: SuggestFlags): Promise<void> {
  if (flags.apply && flags.reason === undefined) {
    throw new LoupeError(
      'usage',
      'Thresholds are put in force only with a reason.',
      'Add --reason "why", or leave --apply out to look at the suggestion alone.',
    );
  }
  const { model, thresholds: set } = await modelMeant(client, flags);
  const versionId = await versionMeant(client, model.productId, flags.dataVersion);
  const query = { modelId: model.id, versionId, splits: flags.split };
  const rule = ruleOf(flags);
  const suggestion = await client.ask('thresholds.suggest', { ...query, rule });
  const scores = labelledScores(await client.ask('results.columns', query));
  const confusion = confusionOf(scores, suggestion.thresholds.t2);
  const rates = confusionRates(confusion);
  if (flags.apply) {
    await apply(
      client,
      terminal,
      { ...flags, more: { suggestion, confusion, rates } },
      {
        modelId: model.id,
        base: suggestion.thresholds,
        perClass: set?.perClass ?? [],
        source: suggestion.source,
        rule,
        reason: flags.reason!,
      },
    );
    return;
  }
  if (flags.json) {
    terminal.json({ modelId: model.id, rule, ...suggestion, confusion, rates });
    return;
  }
  const { good, defective } = suggestion.images;
  terminal.out(describe(`${model.name}, ${flags.rule}`, suggestion.thresholds));
  terminal.out(`Chosen on ${good} good and ${defective} defective images (${suggestion.source}).`);
  terminal.out(
    `There: ${confusion.missedDefects} missed defects (escape ${percent(rates.escape)} %), ` +
      `${confusion.falseAlarms} false alarms (overkill ${percent(rates.overkill)} %).`,
  );
  if (suggestion.source === 'test') {
    terminal.say('Chosen on test images, so figures of the test split will flatter it.');
  }
}

async function apply(
  { ask, by }: Client,
  terminal: Terminal,
  { json, more }: { json?: boolean | undefined; more?: object },
  set: {
    modelId: number;
    base: Thresholds;
    perClass: { defectClassId: number; thresholds: Thresholds }[];
    source: ThresholdSource;
    rule: ThresholdRule | null;
    reason: string;
  },
): Promise<void> {
  const stored = await ask('thresholds.set', { ...set, by });
  if (json) {
    terminal.json({ ...more, set: stored });
    return;
  }
  terminal.out(`${describe(`Set ${stored.number}`, stored.base)}; in force now.`);
  const own = stored.perClass.length;
  if (own > 0)
    terminal.out(`With own values for ${own} defect ${own === 1 ? 'class' : 'classes'}.`);
}

function changed(from: Thresholds, { t1, t2, pixel, minArea }: SetFlags): Thresholds {
  // T2 alone moves T1 along where the two were one, or where T1 would lie above it.
  const upper = t2 ?? from.t2;
  const lower = t1 ?? (from.t1 === from.t2 || from.t1 > upper ? upper : from.t1);
  return { t1: lower, t2: upper, pixel: pixel ?? from.pixel, minArea: minArea ?? from.minArea };
}

function ruleOf(flags: SuggestFlags): ThresholdRule {
  switch (flags.rule) {
    case 'max-f1':
      return { kind: flags.rule };
    case 'costs':
      return {
        kind: flags.rule,
        missedDefect: flags.missedDefect,
        falseAlarm: flags.falseAlarm,
      };
    case 'overkill':
    case 'escape':
    case 'good-only':
      return { kind: flags.rule, share: flags.share };
  }
}

async function versionMeant(
  { ask }: Client,
  productId: number,
  wanted: number | undefined,
): Promise<number | null> {
  if (wanted === undefined) return null;
  const versions = await ask('versions.list', { productId });
  const found = versions.find(({ version }) => version.number === wanted);
  if (found) return found.version.id;
  throw new LoupeError(
    'not-found',
    `The product has no data-set version ${wanted}.`,
    'Leave --data-version out to use the labels as they are now.',
  );
}

async function classNames({ ask }: Client, productId: number): Promise<Map<number, string>> {
  const classes = await ask('classes.list', { productId });
  return new Map(classes.map(({ id, name }) => [id, name]));
}

function noClass(name: string, names: readonly string[]): LoupeError {
  return new LoupeError(
    'not-found',
    `The product has no defect class "${name}".`,
    names.length === 0 ? 'Label defects first.' : `Choose one of: ${names.join(', ')}.`,
  );
}

function originOf({ thresholds }: ModelSummary): string {
  if (!thresholds) return "the model's own suggestion, from good parts alone";
  const { number, source, actor, reason } = thresholds;
  return `set ${number} (${source}) by ${actor}: ${reason}`;
}

function describe(name: string, { t1, t2, pixel, minArea }: Thresholds): string {
  const band = t1 === t2 ? `T ${t2.toFixed(4)}` : `T1 ${t1.toFixed(4)}, T2 ${t2.toFixed(4)}`;
  return `${name}: ${band}, pixel ${pixel.toFixed(4)}, regions from ${minArea} pixels`;
}
