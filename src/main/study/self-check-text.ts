/** Why this file exists: self-validation beside the truth as text, and a sentence when it misleads. */
import type { JudgedCell, JudgedPoint } from './cells.ts';
import { mean, spearman } from './statistics.ts';
import { circumstances, csvLines, csvNumber, markdownTable, type TableContext } from './text.ts';

/** A choice that costs this much against the best one (mean of both AUROCs) was misled. */
const COSTLY = 0.01;

/** The real counterpart of the synthetic value: mean of image and pixel AUROC; null if undefined. */
export function realValue({ imageAuroc, pixelAuroc }: JudgedPoint): number | null {
  return imageAuroc === null || pixelAuroc === null ? null : (imageAuroc + pixelAuroc) / 2;
}

export interface Agreement {
  /** Null: too few points, or all values the same. */
  correlation: number | null;
  /** Real value of the chosen point and of the best; null where undefined. */
  chosen: number | null;
  best: { name: string; value: number } | null;
}

/** How well one seed's self-validation of a choice agrees with the test images. */
export function agreementOf({ points, chosen }: JudgedCell): Agreement {
  const known = points.flatMap((point) => {
    const real = realValue(point);
    return real === null ? [] : [{ name: point.name, synthetic: point.synthetic, real }];
  });
  const best = known.reduce<Agreement['best']>(
    (top, { name, real }) => (top === null || real > top.value ? { name, value: real } : top),
    null,
  );
  return {
    correlation: spearman(
      known.map(({ synthetic }) => synthetic),
      known.map(({ real }) => real),
    ),
    chosen: known.find(({ name }) => name === chosen)?.real ?? null,
    best,
  };
}

/** What a reader should take from one choice over all seeds. */
export function verdictSentence(cells: readonly JudgedCell[]): string {
  const agreements = cells.map(agreementOf);
  const losses = agreements.map(({ chosen, best }) =>
    chosen === null || best === null ? 0 : best.value - chosen,
  );
  const misled = losses.filter((loss) => loss >= COSTLY).length;
  const against = agreements.filter(({ correlation }) => (correlation ?? 0) < 0).length;
  const where = (count: number) =>
    cells.length === 1 ? 'for the one seed' : `for ${count} of ${cells.length} seeds`;
  const worst = (100 * Math.max(0, ...losses)).toFixed(1);
  if (misled > 0) {
    const amount = misled === 1 ? `${worst} points` : `up to ${worst} points`;
    return `It misleads here: ${where(misled)} its choice is ${amount} below the best on real defects.`;
  }
  if (against > 0) {
    return (
      `Its ranking runs against the real one ${where(against)}, though its choice costs no more ` +
      `than ${worst} points.`
    );
  }
  return `It does not mislead here: its choice costs at most ${worst} points.`;
}

export function selfCheckMarkdown(cells: readonly JudgedCell[], context: TableContext): string {
  const lines = [
    `# Self-validation beside the truth: ${context.dataset}`,
    '',
    'Synthetic: the mean of image and pixel AUROC on synthetic defects, by which choices are made. ' +
      'Real: the same mean on the test images, which no choice sees. Percent, means over the seeds.',
    '',
  ];
  for (const own of byChoice(cells)) {
    const names = [...new Set(own.flatMap(({ points }) => points.map(({ name }) => name)))];
    const body = names.map((name) => {
      const points = own.flatMap((cell) => cell.points.filter((point) => point.name === name));
      const real = points.map(realValue).filter((value) => value !== null);
      const chosen = own.filter((cell) => cell.chosen === name).length;
      return [
        name,
        shown(mean(points.map(({ synthetic }) => synthetic))),
        shown(mean(real)),
        shown(meanOf(points, ({ imageAuroc }) => imageAuroc)),
        shown(meanOf(points, ({ pixelAuroc }) => pixelAuroc)),
        chosen === 0 ? '' : `${chosen} of ${own.length}`,
      ];
    });
    const head = ['', 'synthetic', 'real', 'image AUROC', 'pixel AUROC', 'chosen in seeds'];
    lines.push(`## ${own[0]?.choice ?? ''}`, '', ...markdownTable([head, ...body]), '');
    lines.push(correlationSentence(own), verdictSentence(own), '');
  }
  lines.push(...circumstances(context));
  return `${lines.join('\n')}\n`;
}

function correlationSentence(cells: readonly JudgedCell[]): string {
  const values = cells.map((cell) => agreementOf(cell).correlation);
  const told = values.map((value) => (value === null ? 'undefined' : value.toFixed(2)));
  return `Spearman rank correlation of synthetic and real, seed by seed: ${told.join(', ')}.`;
}

export function selfCheckCsv(cells: readonly JudgedCell[]): string {
  const head = ['choice', 'seed', 'point', 'synthetic', 'image_auroc', 'pixel_auroc', 'chosen'];
  const body = cells.flatMap(({ choice, seed, points, chosen }) =>
    points.map((point) => [
      choice,
      String(seed),
      point.name,
      csvNumber(point.synthetic),
      csvNumber(point.imageAuroc),
      csvNumber(point.pixelAuroc),
      point.name === chosen ? '1' : '0',
    ]),
  );
  return csvLines([head, ...body]);
}

/** The cells of each choice, in the order in which choices first occur. */
export function byChoice(cells: readonly JudgedCell[]): JudgedCell[][] {
  const choices = [...new Set(cells.map(({ choice }) => choice))];
  return choices.map((choice) => cells.filter((cell) => cell.choice === choice));
}

function meanOf(
  points: readonly JudgedPoint[],
  of: (point: JudgedPoint) => number | null,
): number | null {
  return mean(points.map(of).filter((value) => value !== null));
}

function shown(value: number | null): string {
  return value === null ? 'undefined' : (100 * value).toFixed(1);
}
