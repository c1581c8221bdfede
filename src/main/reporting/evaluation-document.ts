/** Why this file exists: an evaluation as a report to print: what was measured, decided and missed. */
import { GOOD } from '../../shared/dataset.ts';
import type { Report } from '../../shared/report.ts';
import { THETAS } from '../../shared/scales.ts';
import type { NpyMap } from '../evaluation/npy.ts';
import type { Block, ReportDocument, Section } from './document.ts';
import { evaluationDrawings } from './evaluation-drawings.ts';
import {
  decisionsOf,
  judged,
  ownJudge,
  worstFalseAlarms,
  worstMisses,
  type Judge,
  type JudgedImage,
} from './evaluation-judged.ts';
import { pictureBlocks } from './evaluation-pictures.ts';
import type { Numbers } from './numbers.ts';
import type { ReportStrings } from './strings.ts';

export interface EvaluationInput {
  report: Report;
  /** The thresholds in force for the model; null where the catalog knows none. */
  inForce: Judge | null;
  /** The frozen data-set version that was evaluated, where the catalog knows it. */
  version: { number: number; fingerprint: string } | null;
  /** The absolute file of an image of the report. */
  fileOf: (path: string) => Promise<string>;
  /** The anomaly map of an image; null when it was not kept. */
  mapOf: (index: number) => Promise<NpyMap | null>;
  /** Of this Loupe. */
  loupe: string;
  made: Date;
}

/** Builds the document; reads the pictures it shows. */
export async function evaluationDocument(
  input: EvaluationInput,
  strings: ReportStrings,
  numbers: Numbers,
): Promise<ReportDocument> {
  const { report, inForce, made, loupe } = input;
  const judge = inForce ?? ownJudge(report);
  const images = judge === null ? [] : judged(report, judge);
  const sections: Section[] = [
    { title: strings.sections.about, blocks: [aboutBlock(input, judge, strings, numbers)] },
    { title: strings.sections.figures, blocks: [figuresBlock(report, strings, numbers)] },
    { title: strings.sections.decisions, blocks: decisionBlocks(input, strings, numbers) },
    {
      title: strings.sections.curves,
      blocks: [{ kind: 'drawings', drawings: evaluationDrawings(report, judge, strings, numbers) }],
    },
    ...defectSection(report, images, strings, numbers),
    ...scaleSection(report, strings, numbers),
  ];
  if (judge !== null) {
    const show = async (title: string, list: JudgedImage[], none: string): Promise<void> => {
      sections.push({
        title,
        blocks: await pictureBlocks(input, judge, list, none, strings, numbers),
      });
    };
    await show(strings.sections.missed, worstMisses(images), strings.noMissed);
    await show(strings.sections.falseAlarms, worstFalseAlarms(images), strings.noFalseAlarms);
  }
  if (report.warnings.length > 0) {
    sections.push({
      title: strings.sections.notes,
      blocks: [{ kind: 'warnings', lines: report.warnings }],
    });
  }
  if (report.rejected.length > 0) {
    sections.push({
      title: strings.sections.rejected,
      blocks: [
        {
          kind: 'table',
          columns: [{ name: strings.table.file }, { name: strings.table.reason }],
          rows: report.rejected.map(({ path, reason }) => [path, reason]),
        },
      ],
    });
  }
  return {
    language: strings.language,
    title: strings.evaluation,
    subtitle: `${report.dataset.name} · ${report.model.name}`,
    made: { at: made, text: strings.made(numbers.moment(made)) },
    sections,
    footer: strings.footer(loupe, report.model.id.slice(0, 16)),
  };
}

function aboutBlock(
  { report, version }: EvaluationInput,
  judge: Judge | null,
  strings: ReportStrings,
  numbers: Numbers,
): Block {
  const { facts } = strings;
  const good = report.images.filter(({ label }) => label === GOOD).length;
  const rows: [string, string][] = [
    [facts.dataset, report.dataset.name],
    ...(version === null
      ? []
      : [
          [facts.version, strings.versionOf(version.number, version.fingerprint.slice(0, 16))] as [
            string,
            string,
          ],
        ]),
    [facts.fingerprint, report.dataset.fingerprint],
    [facts.images, strings.images(good, report.images.length - good)],
    [facts.model, report.model.name],
    [facts.modelHash, report.model.id],
    [facts.recipe, report.model.recipe],
    [facts.inputSize, `${report.inputSize} × ${report.inputSize} px`],
    [facts.device, report.device],
  ];
  if (judge !== null) {
    rows.push([facts.threshold, judgeText(judge, strings, numbers)]);
    if (Number.isFinite(judge.base.pixel)) {
      rows.push([
        facts.pixel,
        strings.pixelRule(numbers.raw(judge.base.pixel), judge.base.minArea),
      ]);
    }
  }
  return { kind: 'facts', rows };
}

function judgeText({ set, source, base }: Judge, strings: ReportStrings, numbers: Numbers): string {
  const name =
    set === null
      ? strings.reportThreshold
      : strings.setNumber(set.number, set.actor, numbers.moment(set.at), set.reason);
  const band = strings.band(numbers.raw(base.t1), numbers.raw(base.t2));
  return `${name}. ${band}. ${strings.source[source]}`;
}

function figuresBlock(report: Report, strings: ReportStrings, numbers: Numbers): Block {
  const { figures } = strings;
  return {
    kind: 'figures',
    items: [
      { name: figures.imageAuroc, value: report.imageAuroc, note: figures.imageNote },
      { name: figures.pixelAuroc, value: report.pixelAuroc, note: figures.pixelNote },
      { name: figures.auPro, value: report.auPro, note: figures.auProNote },
      { name: figures.maxF1, value: report.maxF1, note: figures.maxF1Note },
    ].map(({ name, value, note }) => ({ name, value: numbers.percent(value), note })),
  };
}

/** The thresholds in force, and the report's own for comparison. */
function decisionBlocks(
  { report, inForce }: EvaluationInput,
  strings: ReportStrings,
  numbers: Numbers,
): Block[] {
  const { table } = strings;
  const judges = [inForce, ownJudge(report)].filter((judge) => judge !== null);
  if (judges.length === 0) return [{ kind: 'text', text: strings.notDefined }];
  return [
    {
      kind: 'table',
      columns: [
        { name: table.thresholds },
        { name: table.missed, number: true },
        { name: table.falseAlarms, number: true },
        { name: table.sentToReview, number: true },
        { name: table.escape, number: true },
        { name: table.overkill, number: true },
      ],
      rows: judges.map((judge) => {
        const at = decisionsOf(judged(report, judge));
        return [
          judgeText(judge, strings, numbers),
          numbers.integer(at.missed),
          numbers.integer(at.falseAlarms),
          numbers.integer(at.sentToReview),
          numbers.rate(at.escape),
          numbers.rate(at.overkill),
        ];
      }),
    },
    ...(judges.some(({ source }) => source === 'test')
      ? [{ kind: 'warnings' as const, lines: [strings.source.test] }]
      : []),
  ];
}

function defectSection(
  report: Report,
  images: readonly JudgedImage[],
  strings: ReportStrings,
  numbers: Numbers,
): Section[] {
  if (report.perDefect.length === 0) return [];
  const { table } = strings;
  const count = (label: string, verdict: string): string =>
    numbers.integer(
      images.filter((one) => one.image.label === label && one.verdict === verdict).length,
    );
  const row = (label: string, name: string, auroc: readonly (number | null)[]): string[] => [
    name,
    numbers.integer(report.images.filter((image) => image.label === label).length),
    count(label, 'ok'),
    count(label, 'review'),
    count(label, 'ng'),
    ...auroc.map((value) => numbers.percent(value)),
  ];
  return [
    {
      title: strings.sections.byDefect,
      blocks: [
        {
          kind: 'table',
          columns: [
            { name: table.defect },
            { name: table.images, number: true },
            { name: table.passed, number: true },
            { name: table.review, number: true },
            { name: table.caught, number: true },
            { name: table.imageAuroc, number: true },
            { name: table.pixelAuroc, number: true },
          ],
          rows: [
            [...row(GOOD, strings.good, []), '', ''],
            ...report.perDefect.map(({ label, imageAuroc, pixelAuroc }) =>
              row(label, label, [imageAuroc, pixelAuroc]),
            ),
          ],
        },
      ],
    },
  ];
}

function scaleSection(report: Report, strings: ReportStrings, numbers: Numbers): Section[] {
  const { perScale } = report;
  if (perScale === null) return [];
  const { table } = strings;
  const rows = THETAS.map((theta) => [
    strings.scaleName(theta),
    numbers.percent(perScale[theta].imageAuroc),
    numbers.percent(perScale[theta].pixelAuroc),
  ]);
  rows.push([strings.sum, numbers.percent(report.imageAuroc), numbers.percent(report.pixelAuroc)]);
  const columns = [
    { name: table.scale },
    { name: table.imageAuroc, number: true },
    { name: table.pixelAuroc, number: true },
  ];
  return [{ title: strings.sections.byScale, blocks: [{ kind: 'table', columns, rows }] }];
}
