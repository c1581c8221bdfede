/** Why this file exists: a shift as a report to print: how many parts, what was decided, by what. */
import type { Inspection } from '../../shared/entities/inspection.ts';
import type { Verdict } from '../../shared/entities/threshold.ts';
import { quantile } from '../../shared/metrics/quantile.ts';
import type { Block, Picture, ReportDocument, Section } from './document.ts';
import type { Numbers } from './numbers.ts';
import { pictureOf } from './pictures.ts';
import type { ShiftData } from './shift-data.ts';
import type { ReportStrings } from './strings.ts';

const VERDICTS: readonly Verdict[] = ['ok', 'review', 'ng'];
const HOUR = 3_600_000;
const PICTURES = 12;

export interface ShiftInput {
  data: ShiftData;
  /** The absolute file of an image. */
  fileOf: (imageId: number) => string;
  /** Of this Loupe. */
  loupe: string;
  made: Date;
}

/** Builds the document; reads the pictures it shows. */
export async function shiftDocument(
  input: ShiftInput,
  strings: ReportStrings,
  numbers: Numbers,
): Promise<ReportDocument> {
  const { data, made, loupe } = input;
  const { inspections } = data;
  const sections: Section[] = [
    { title: strings.sections.shift, blocks: [factsBlock(data, strings, numbers)] },
    { title: strings.sections.check, blocks: checkBlocks(data, strings, numbers) },
  ];
  if (inspections.length === 0) {
    sections.push({
      title: strings.sections.counts,
      blocks: [{ kind: 'text', text: strings.noParts }],
    });
  } else {
    sections.push(
      { title: strings.sections.counts, blocks: [countsBlock(inspections, strings, numbers)] },
      { title: strings.sections.byHour, blocks: [hoursBlock(inspections, strings, numbers)] },
      { title: strings.sections.confirmed, blocks: [labelsBlock(data, strings, numbers)] },
      { title: strings.sections.runs, blocks: [runsBlock(data, strings, numbers)] },
      { title: strings.sections.ng, blocks: await worstBlocks(input, strings, numbers) },
    );
  }
  return {
    language: strings.language,
    title: strings.shift,
    subtitle: `${data.product.name} · ${numbers.moment(data.since)} – ${numbers.moment(data.until)}`,
    made: { at: made, text: strings.made(numbers.moment(made)) },
    sections,
    footer: strings.footerShift(loupe, data.product.name),
  };
}

function factsBlock(data: ShiftData, strings: ReportStrings, numbers: Numbers): Block {
  const { facts } = strings;
  const latencies = data.inspections.map(({ latencyMs }) => latencyMs);
  const rows: [string, string][] = [
    [facts.product, data.product.name],
    [facts.from, numbers.moment(data.since)],
    [facts.to, numbers.moment(data.until)],
    [strings.inspected, numbers.integer(data.inspections.length)],
  ];
  for (const model of data.models.values()) {
    rows.push([facts.model, model.name], [facts.modelHash, model.contentId]);
  }
  for (const set of data.sets.values()) {
    const at = numbers.moment(set.at);
    const band = strings.band(numbers.raw(set.base.t1), numbers.raw(set.base.t2));
    rows.push([
      facts.threshold,
      `${strings.setNumber(set.number, set.actor, at, set.reason)}. ${band}. ${strings.source[set.source]}`,
    ]);
  }
  if (data.inspections.some(({ thresholdSetId }) => thresholdSetId === null)) {
    rows.push([facts.threshold, strings.ownSuggestion]);
  }
  const [median, p95] = [quantile(latencies, 0.5), quantile(latencies, 0.95)];
  if (median !== null && p95 !== null) {
    rows.push([
      facts.latency,
      strings.latency(numbers.integer(Math.round(median)), numbers.integer(Math.round(p95))),
    ]);
  }
  return { kind: 'facts', rows };
}

function checkBlocks({ checks }: ShiftData, strings: ReportStrings, numbers: Numbers): Block[] {
  if (checks.length === 0) return [{ kind: 'warnings', lines: [strings.noCheck] }];
  return checks.map(({ at, verified: { items, passed } }): Block => {
    const when = numbers.moment(at);
    const wrong = items.filter(({ expected, actual }) => expected !== actual).length;
    return passed
      ? { kind: 'text', text: strings.checkPassed(when, items.length) }
      : { kind: 'warnings', lines: [strings.checkFailed(when, wrong, items.length)] };
  });
}

function countsBlock(
  inspections: readonly Inspection[],
  strings: ReportStrings,
  numbers: Numbers,
): Block {
  const { table, outcomes } = strings;
  const all = inspections.length;
  return {
    kind: 'table',
    columns: [
      { name: table.verdict },
      { name: table.parts, number: true },
      { name: table.share, number: true },
    ],
    rows: [
      ...VERDICTS.map((verdict) => {
        const count = inspections.filter((one) => one.verdict === verdict).length;
        return [outcomes[verdict], numbers.integer(count), numbers.percent(count / all)];
      }),
      [strings.sum, numbers.integer(all), ''],
    ],
  };
}

function hoursBlock(
  inspections: readonly Inspection[],
  strings: ReportStrings,
  numbers: Numbers,
): Block {
  const { table, outcomes } = strings;
  const hours = new Map<number, Inspection[]>();
  for (const inspection of inspections) {
    const hour = Math.floor(inspection.at / HOUR) * HOUR;
    hours.set(hour, [...(hours.get(hour) ?? []), inspection]);
  }
  return {
    kind: 'table',
    columns: [
      { name: table.hour },
      ...VERDICTS.map((verdict) => ({ name: outcomes[verdict], number: true })),
      { name: strings.sum, number: true },
    ],
    rows: [...hours].map(([hour, parts]) => [
      numbers.hour(hour),
      ...VERDICTS.map((verdict) =>
        numbers.integer(parts.filter((part) => part.verdict === verdict).length),
      ),
      numbers.integer(parts.length),
    ]),
  };
}

/** Verdicts against what people said afterwards: the shift's own missed defects and false alarms. */
function labelsBlock(
  { inspections, labels }: ShiftData,
  strings: ReportStrings,
  numbers: Numbers,
): Block {
  const { table, outcomes } = strings;
  const values = ['ok', 'ng', 'unsure', 'none'] as const;
  return {
    kind: 'table',
    columns: [
      { name: table.verdict },
      ...values.map((value) => ({ name: strings.labels[value], number: true })),
    ],
    rows: VERDICTS.map((verdict) => [
      outcomes[verdict],
      ...values.map((value) =>
        numbers.integer(
          inspections.filter(
            (one) => one.verdict === verdict && (labels.get(one.imageId) ?? 'none') === value,
          ).length,
        ),
      ),
    ]),
  };
}

function runsBlock(data: ShiftData, strings: ReportStrings, numbers: Numbers): Block {
  const { table } = strings;
  return {
    kind: 'table',
    columns: [
      { name: table.started },
      { name: table.by },
      { name: table.model },
      { name: table.thresholdSet },
      { name: table.parts, number: true },
    ],
    rows: data.runs.map((run) => {
      const own = data.inspections.filter(({ runId }) => runId === run.id);
      const names = new Set(own.map(({ modelId }) => data.models.get(modelId)?.name ?? ''));
      const sets = new Set(
        own.map(({ thresholdSetId: id }) =>
          id === null ? '–' : String(data.sets.get(id)?.number),
        ),
      );
      return [
        run.startedAt === null ? '' : numbers.moment(run.startedAt),
        run.requestedBy,
        [...names].join(', '),
        [...sets].join(', '),
        numbers.integer(own.length),
      ];
    }),
  };
}

async function worstBlocks(
  { data, fileOf }: ShiftInput,
  strings: ReportStrings,
  numbers: Numbers,
): Promise<Block[]> {
  const worst = data.inspections
    .filter(({ verdict }) => verdict !== 'ok')
    .sort((a, b) => b.score - a.score || a.id - b.id);
  if (worst.length === 0) return [{ kind: 'text', text: strings.noneNg }];
  const pictures: Picture[] = [];
  for (const { imageId, name, verdict, score, regions, at } of worst.slice(0, PICTURES)) {
    pictures.push(
      await pictureOf(
        { file: fileOf(imageId), map: null, range: [0, 1], boxes: regions.map(({ box }) => box) },
        [
          `${strings.outcomes[verdict]} · ${name}`,
          `${strings.table.score} ${numbers.raw(score)} · ${strings.picture.regions(regions.length)}`,
          numbers.moment(at),
        ],
        strings.picture.unreadable,
      ),
    );
  }
  const blocks: Block[] = [{ kind: 'pictures', pictures }];
  if (worst.length > PICTURES) {
    blocks.push({ kind: 'text', text: strings.more(worst.length - PICTURES) });
  }
  return blocks;
}
