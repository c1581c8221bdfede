/** Why this file exists: what a score means at a threshold, and which images a view shows. Pure. */
import { GOOD } from '../../../../shared/dataset.ts';
import type { Confusion, Report, ReportImage } from '../../../../shared/report.ts';
import { ALL_LABELS, ANY_DEFECT, type GalleryView } from '../../state/route.ts';

/** NG at or above the threshold; unknown where no threshold is defined. */
export type Verdict = 'ok' | 'ng' | 'unknown';

export type Outcome = keyof Confusion;

export function verdictOf(score: number, threshold: number | null): Verdict {
  if (threshold === null) return 'unknown';
  return score >= threshold ? 'ng' : 'ok';
}

/** Which cell of the confusion an image lies in; null without a threshold. */
export function outcomeOf(image: ReportImage, threshold: number | null): Outcome | null {
  const verdict = verdictOf(image.score, threshold);
  if (verdict === 'unknown') return null;
  if (image.label === GOOD) return verdict === 'ng' ? 'falseAlarms' : 'passed';
  return verdict === 'ng' ? 'caught' : 'missedDefects';
}

/** The filter that shows exactly one cell of the confusion. */
export function filterOf(outcome: Outcome): Pick<GalleryView, 'label' | 'verdict'> {
  return {
    label: outcome === 'falseAlarms' || outcome === 'passed' ? GOOD : ANY_DEFECT,
    verdict: outcome === 'falseAlarms' || outcome === 'caught' ? 'ng' : 'ok',
  };
}

/** True when an image passes the view's filters. */
export function isShown(image: ReportImage, view: GalleryView, threshold: number | null): boolean {
  const { label, verdict } = view;
  if (verdict !== 'all' && verdictOf(image.score, threshold) !== verdict) return false;
  if (label === ALL_LABELS) return true;
  return label === ANY_DEFECT ? image.label !== GOOD : image.label === label;
}

/** Places in `report.images` of what a view shows, in its order. Equal keys go by path. */
export function selectImages(report: Report, view: GalleryView): number[] {
  const { images, threshold } = report;
  const key = (image: ReportImage): number => {
    if (view.sort === 'path') return 0;
    if (view.sort === 'score' || threshold === null) return image.score;
    // Nearest to the threshold first is what "lowest first" means here.
    return Math.abs(image.score - threshold);
  };
  const sign = view.descending ? -1 : 1;
  return images
    .map((image, index) => ({ image, index }))
    .filter(({ image }) => isShown(image, view, threshold))
    .sort((a, b) => {
      const difference = key(a.image) - key(b.image);
      if (difference !== 0) return sign * difference;
      const order = a.image.path < b.image.path ? -1 : 1;
      return view.sort === 'path' ? sign * order : order;
    })
    .map(({ index }) => index);
}

/** Every label of a report: good first, then the defect types by name. */
export function labelsOf(report: Report): string[] {
  const labels = new Set(report.images.map(({ label }) => label));
  return [...labels].sort((a, b) => {
    if (a === GOOD || b === GOOD) return a === GOOD ? -1 : 1;
    return a.localeCompare(b);
  });
}
