/** Why this file exists: a report as lines of text for a person at a terminal. */
import type { Report } from '../../shared/report.ts';
import { THETAS } from '../../shared/scales.ts';

/** A fraction as a percentage with one digit; a value that does not exist is said to. */
export function percent(fraction: number | null): string {
  return fraction === null ? 'undefined' : (100 * fraction).toFixed(1);
}

/** Columns aligned: the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('   ')
      .trimEnd(),
  );
}

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

function thresholdLines(report: Report): string[] {
  const { threshold, confusion } = report;
  if (threshold === null || confusion === null) {
    return ['Threshold: undefined (no defect to find one on, and no score of good parts).'];
  }
  const value = threshold.toPrecision(6);
  const source =
    report.thresholdSource === 'test'
      ? `Threshold ${value}: where F1 is highest (${percent(report.maxF1)}) on these same test ` +
        'images, so F1 is optimistic.'
      : `Threshold ${value}: from scores of good parts alone; no defect was used.`;
  const defective = confusion.caught + confusion.missedDefects;
  const good = confusion.falseAlarms + confusion.passed;
  return [
    source,
    `At it: ${confusion.missedDefects} of ${plural(defective, 'defective image')} missed, ` +
      `${plural(confusion.falseAlarms, 'false alarm')} among ${plural(good, 'good image')}; ` +
      `precision ${percent(report.precision)}, recall ${percent(report.recall)}.`,
  ];
}

function scaleRows(scales: Report['perScale']): string[][] {
  if (!scales) return [];
  return THETAS.map((theta) => {
    const { imageAuroc, pixelAuroc } = scales[theta];
    return [`theta = ${theta}`, percent(imageAuroc), percent(pixelAuroc)];
  });
}

/**
 * The report as lines of text without line ends: percentages, "undefined" where a metric does not
 * exist, where the threshold came from, speed and memory, refused files and warnings.
 */
export function summaryLines(report: Report): string[] {
  const { timing } = report;
  const metrics = table([
    ['%', 'image AUROC', 'pixel AUROC', 'AU-PRO (FPR 0.3)'],
    [
      report.perScale ? 'sum of scales' : 'anomaly map',
      ...[report.imageAuroc, report.pixelAuroc, report.auPro].map(percent),
    ],
    ...scaleRows(report.perScale),
  ]);
  const defects =
    report.perDefect.length === 0
      ? []
      : [
          '',
          ...table([
            ['defect', 'images', 'caught', 'image AUROC %', 'pixel AUROC %'],
            ...report.perDefect.map(({ label, images, caught, imageAuroc, pixelAuroc }) => [
              label,
              String(images),
              String(caught),
              percent(imageAuroc),
              percent(pixelAuroc),
            ]),
          ]),
        ];
  const speed =
    `${timing.msPerImage.toFixed(0)} ms an image on ${report.device}; ` +
    `memory ${timing.rssMbEarly.toFixed(0)} MB early, ${timing.rssMbLate.toFixed(0)} MB at the ` +
    `last image, ${timing.peakMemoryMb.toFixed(0)} MB at most.`;
  return [
    `${report.model.name} (${report.model.recipe}) on ${report.dataset.name}: ` +
      `${plural(report.images.length, 'image')} at ${report.inputSize} px.`,
    '',
    ...metrics,
    ...defects,
    '',
    ...thresholdLines(report),
    speed,
    ...report.rejected.map(({ path, reason }) => `Not used: ${path} ${reason}.`),
    ...report.warnings.map((warning) => `Note: ${warning}`),
  ];
}
