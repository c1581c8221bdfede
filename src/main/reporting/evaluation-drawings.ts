/** Why this file exists: an evaluation's histogram, ROC and precision-recall curve, to print. */
import {
  countsOf,
  operatingPoint,
  prPoints,
  proPointAt,
  rocPoints,
} from '../../shared/charts/curves.ts';
import { axisExtent, binScores, scoreExtent } from '../../shared/charts/score-bins.ts';
import { GOOD } from '../../shared/dataset.ts';
import { AUPRO_LIMIT } from '../../shared/metrics/aupro.ts';
import { ascending } from '../../shared/thresholds/labelled-scores.ts';
import type { WhatIfTable } from '../../shared/thresholds/what-if.ts';
import type { Report } from '../../shared/report.ts';
import { curve, histogram, type Mark } from './charts.ts';
import type { Drawing } from './document.ts';
import type { Judge } from './evaluation-judged.ts';
import type { Numbers } from './numbers.ts';
import type { ReportStrings } from './strings.ts';

const UNIT = { low: 0, high: 1 };
/** Half of the room across an A4 page, and the whole of it; points. */
const HALF: [number, number] = [250, 170];
const WHOLE: [number, number] = [510, 170];

/** One drawing for each curve that is defined. */
export function evaluationDrawings(
  report: Report,
  judge: Judge | null,
  strings: ReportStrings,
  numbers: Numbers,
): Drawing[] {
  const { charts } = strings;
  const of = (good: boolean): Float64Array =>
    ascending(
      report.images.filter(({ label }) => (label === GOOD) === good).map(({ score }) => score),
    );
  const scores = { good: of(true), defective: of(false) };
  const table: WhatIfTable = {
    groups: [
      { kind: 'good', defectClassId: null, scores: scores.good },
      { kind: 'defective', defectClassId: null, scores: scores.defective },
    ],
  };
  const band = judge === null ? [] : [judge.base.t1, judge.base.t2];
  const extent = axisExtent(scoreExtent(table), band);
  const drawings = [
    histogram({
      title: charts.histogram,
      description: charts.histogramAlt(scores.good.length, scores.defective.length),
      xLabel: charts.score,
      good: charts.good,
      defective: charts.defective,
      bins: binScores(table, extent, 60),
      marks: judge === null ? [] : marksOf(judge, numbers),
      locale: strings.language,
      size: WHOLE,
    }),
  ];
  const counts = countsOf(scores);
  const t2 = judge?.base.t2;
  const at = t2 === undefined ? null : operatingPoint(scores, t2);
  const roc = rocPoints(counts);
  if (roc !== null) {
    drawings.push(
      curve({
        title: charts.roc,
        description: charts.rocAlt(
          numbers.percent(at?.overkill ?? null),
          numbers.percent(at?.recall ?? null),
        ),
        xLabel: charts.falseAlarms,
        yLabel: charts.caught,
        points: roc,
        x: UNIT,
        y: UNIT,
        point: pointOf(at?.overkill, at?.recall),
        locale: strings.language,
        size: HALF,
      }),
    );
  }
  const pr = prPoints(counts);
  if (pr !== null && scores.good.length > 0) {
    drawings.push(
      curve({
        title: charts.pr,
        description: charts.prAlt(
          numbers.percent(at?.precision ?? null),
          numbers.percent(at?.recall ?? null),
        ),
        xLabel: charts.caught,
        yLabel: charts.precision,
        points: pr,
        x: UNIT,
        y: UNIT,
        point: pointOf(at?.recall, at?.precision),
        locale: strings.language,
        size: HALF,
      }),
    );
  }
  const pro = proDrawing(report, judge, strings);
  return pro === null ? drawings : [...drawings, pro];
}

/** The PRO curve up to AU-PRO's limit; null for reports made before it was kept. */
function proDrawing(report: Report, judge: Judge | null, strings: ReportStrings): Drawing | null {
  const { charts } = strings;
  const kept = (report.proCurve ?? []).filter(([x]) => x <= AUPRO_LIMIT);
  if (kept.length < 2) return null;
  const at = judge === null ? null : proPointAt(kept, judge.base.pixel);
  return curve({
    title: charts.pro,
    description: charts.proAlt,
    xLabel: charts.goodPixels,
    yLabel: charts.overlap,
    points: kept.map(([x, y, threshold]) => ({ x, y, threshold: threshold ?? NaN })),
    x: { low: 0, high: AUPRO_LIMIT },
    y: UNIT,
    point: at === null ? null : { ...at, label: charts.pixelThreshold },
    locale: strings.language,
    size: HALF,
  });
}

function marksOf({ base: { t1, t2 } }: Judge, numbers: Numbers): Mark[] {
  const marks = [{ value: t2, label: `T2 ${numbers.raw(t2)}` }];
  return t1 === t2 ? marks : [{ value: t1, label: `T1 ${numbers.raw(t1)}` }, ...marks];
}

function pointOf(
  x: number | null | undefined,
  y: number | null | undefined,
): { x: number; y: number; label: string } | null {
  return x === null || y === null || x === undefined || y === undefined
    ? null
    : { x, y, label: 'T2' };
}
