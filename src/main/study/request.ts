/** Why this file exists: what a study is asked for, and which of it makes results comparable. */
import type { RecipeName } from '../engine/recipes.ts';
import type { TableName } from './tables.ts';

export interface StudyRequest {
  data: string;
  /** Made together: what their rows share is done once. */
  tables: readonly TableName[];
  /** Seeds 0 .. seeds - 1. */
  seeds: number;
  out: string;
  size: number;
  /** Every how-many-th test image is used. */
  every: number;
  /** At most this many good images are learnt from, evenly spread; null takes all. */
  good: number | null;
  recipe: RecipeName;
  /** Part of the recipe's training steps in percent. */
  stepsPercent: number;
  bankMb: number;
}

/** What all results of one folder have in common; others do not belong into it. */
export interface StudySettings {
  dataset: string;
  fingerprint: string;
  size: number;
  every: number;
  good: number | null;
  recipe: RecipeName;
  stepsPercent: number;
  bankMb: number;
}

/** What makes a study a quick look and not a measurement, in sentences for under its tables. */
export function reservations(
  { every, good, stepsPercent }: Pick<StudySettings, 'every' | 'good' | 'stepsPercent'>,
  counts: { test: number; allTest: number; good: number; allGood: number },
): string[] {
  const sentences: string[] = [];
  if (every > 1) {
    sentences.push(
      `Only every ${ordinal(every)} test image was used: ${counts.test} of ${counts.allTest}.`,
    );
  }
  if (good !== null && counts.good < counts.allGood) {
    sentences.push(`Only ${counts.good} of ${counts.allGood} good images were learnt from.`);
  }
  if (stepsPercent < 100) {
    sentences.push(`Training had ${stepsPercent} % of the recipe's steps.`);
  }
  return sentences;
}

function ordinal(n: number): string {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : ['th', 'st', 'nd', 'rd'][n % 10];
  return `${n}${ending ?? 'th'}`;
}
