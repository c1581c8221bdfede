/**
 * Why this file exists: which images of an evaluation a qualitative sheet shows. Examples of each
 * defect type are spread over its scores, so that a sheet shows neither the best nor the worst
 * alone; misses and false alarms have sheets of their own.
 */
import { GOOD } from '../../../shared/dataset.ts';
import type { Report, ReportImage } from '../../../shared/report.ts';

export interface SheetPlan {
  /** File name without ending. */
  file: string;
  title: string;
  /** A sentence under the title: what is shown and how it was chosen. */
  explanation: string;
  images: ReportImage[];
}

const PER_SHEET = 6;
/** File names get this much of a defect type's name. */
const LONGEST_NAME = 40;

/** The sheets of a report, each with at least one image. */
export function planSheets(report: Pick<Report, 'images' | 'threshold'>): SheetPlan[] {
  const { threshold } = report;
  const byScore = [...report.images].sort(
    (a, b) => b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  );
  const good = byScore.filter(({ label }) => label === GOOD);
  const defective = byScore.filter(({ label }) => label !== GOOD);
  const types = [...new Set(defective.map(({ label }) => label))].sort();
  const plans = types.map((type, index): SheetPlan => {
    const own = defective.filter(({ label }) => label === type);
    const images = spread(own, PER_SHEET);
    const all = own.length === 1 ? 'the only one' : `all ${own.length}`;
    return {
      file: `defect-${index + 1}-${fileName(type)}`,
      title: `Defect type: ${type}`,
      explanation:
        images.length === own.length
          ? `Highest score first, ${all} of this type.`
          : `Highest score first: ${images.length} of ${own.length}, evenly spread over the scores.`,
      images,
    };
  });
  if (defective.length > 0) plans.push(missesOf(defective, threshold));
  if (good.length > 0) plans.push(falseAlarmsOf(good, threshold));
  return plans;
}

/** @param defective highest score first */
function missesOf(defective: readonly ReportImage[], threshold: number | null): SheetPlan {
  const lowestFirst = [...defective].reverse();
  const missed = lowestFirst.filter(({ score }) => threshold === null || score < threshold);
  const images = (missed.length > 0 ? missed : lowestFirst).slice(0, PER_SHEET);
  return {
    file: 'worst-misses',
    title: 'Worst missed defects',
    explanation:
      threshold === null
        ? 'There is no threshold, so nothing counts as missed; the lowest scores of defective parts.'
        : missed.length === 0
          ? 'No defective part was missed; these came closest to it.'
          : `Lowest score first: ${images.length} of ${missed.length} missed, of ${defective.length} defective parts.`,
    images,
  };
}

/** @param good highest score first */
function falseAlarmsOf(good: readonly ReportImage[], threshold: number | null): SheetPlan {
  const alarms = good.filter(({ score }) => threshold !== null && score >= threshold);
  const images = (alarms.length > 0 ? alarms : good).slice(0, PER_SHEET);
  return {
    file: 'worst-false-alarms',
    title: 'Worst false alarms',
    explanation:
      threshold === null
        ? 'There is no threshold, so nothing is an alarm; the highest scores of good parts.'
        : alarms.length === 0
          ? 'There was no false alarm; these good parts came closest to one.'
          : `Highest score first: ${images.length} of ${alarms.length} false alarms, of ${good.length} good parts.`,
    images,
  };
}

/** `count` items evenly spread over a list, its ends included. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => {
    const at = count === 1 ? 0 : Math.round((index * (items.length - 1)) / (count - 1));
    return items[at] as T;
  });
}

/** A name that any file system takes. */
function fileName(type: string): string {
  const plain = type
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, LONGEST_NAME);
  return plain === '' ? 'type' : plain;
}
