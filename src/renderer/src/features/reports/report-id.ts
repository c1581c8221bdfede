/** Why this file exists: an evaluation names its report by folder; the screens know it by id. Pure. */
import type { ModelEvaluation } from '../../../../shared/entities/model.ts';

/** The id of an evaluation's report: its folder's name; null where none was written. */
export function reportIdOf(evaluation: Pick<ModelEvaluation, 'report'> | null): string | null {
  const folder = evaluation?.report ?? null;
  if (folder === null) return null;
  return folder.split(/[\\/]/).filter(Boolean).at(-1) ?? null;
}
