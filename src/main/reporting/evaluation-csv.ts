/** Why this file exists: an evaluation as one table: a row for each image, with what judged it beside. */
import type { Report } from '../../shared/report.ts';
import { THETAS } from '../../shared/scales.ts';
import { csvOf, type CsvValue } from './csv.ts';
import type { EvaluationInput } from './evaluation-document.ts';
import { judged, ownJudge, valuesFor, type JudgedImage } from './evaluation-judged.ts';

const COLUMNS = [
  'path',
  'label',
  'score',
  'verdict',
  'outcome',
  't1',
  't2',
  'threshold_set',
  'threshold_source',
  'score_64',
  'score_32',
  'score_16',
  'width',
  'height',
  'model',
  'model_hash',
  'recipe',
  'dataset',
  'dataset_version',
  'dataset_fingerprint',
  'evaluated_at',
] as const;

/** The bytes of the table; its names are English in every language, for programs. */
export function evaluationCsv({ report, inForce, version }: EvaluationInput): Uint8Array {
  const judge = inForce ?? ownJudge(report);
  const verdicts = judge === null ? null : judged(report, judge);
  const rows = report.images.map((image, i): CsvValue[] => {
    const one = verdicts?.[i];
    const band = judge === null ? null : valuesFor(judge, image.label);
    return [
      image.path,
      image.label,
      image.score,
      one?.verdict ?? null,
      one === undefined ? null : outcomeOf(one),
      band?.t1 ?? null,
      band?.t2 ?? null,
      judge?.set?.number ?? null,
      judge?.source ?? null,
      ...scalesOf(image),
      image.width,
      image.height,
      report.model.name,
      report.model.id,
      report.model.recipe,
      report.dataset.name,
      version?.number ?? null,
      report.dataset.fingerprint,
      report.createdAt,
    ];
  });
  return csvOf(COLUMNS, rows);
}

function scalesOf({ scaleScores }: Report['images'][number]): CsvValue[] {
  return THETAS.toSorted((a, b) => b - a).map((theta) => scaleScores?.[theta] ?? null);
}

/** In a factory's words, as the screens say it. */
function outcomeOf({ good, verdict }: JudgedImage): string {
  if (verdict === 'review') return good ? 'good sent to review' : 'defect sent to review';
  if (good) return verdict === 'ng' ? 'false alarm' : 'passed';
  return verdict === 'ng' ? 'caught' : 'missed defect';
}
