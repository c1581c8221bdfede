/** Why this file exists: what a job's progress means for a person: share, words, time left. Pure. */
import type { Run } from '../../../../shared/entities/run.ts';
import { formatDuration, formatInteger } from '../../components/format.ts';
import { strings } from '../../strings/index.ts';
import { text } from './strings.ts';

/** 0..1, or null while it is not known. */
export function shareOf({ progress }: Pick<Run, 'progress'>): number | null {
  if (progress?.total === undefined || progress.total <= 0) return null;
  return Math.min(1, progress.done / progress.total);
}

/** When progress stood where: enough to tell how fast a step goes. */
export interface Sample {
  at: number;
  done: number;
  step: string;
  total: number | undefined;
}

const SAMPLES = 40;
/** Before that an estimate jumps about. */
const MIN_SECONDS = 3;

/** Keeps the samples of the step under way, the oldest first. */
export function addSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1);
  const same = last !== undefined && last.step === next.step && last.done <= next.done;
  if (!same) return [next];
  if (last.done === next.done) return samples;
  return [...samples, next].slice(-SAMPLES);
}

/** Seconds until the step is done, by its speed over the samples; null while that is not known. */
export function secondsLeft(samples: readonly Sample[], now: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last?.total === undefined) return null;
  const seconds = (now - first.at) / 1000;
  const done = last.done - first.done;
  if (seconds < MIN_SECONDS || done <= 0) return null;
  return Math.max(0, ((last.total - last.done) * seconds) / done - (now - last.at) / 1000);
}

/** "120 of 300 images, 2 min left". */
export function progressNote({ progress }: Pick<Run, 'progress'>, left: number | null): string {
  if (progress === null) return '';
  const { done, total, unit } = progress;
  const count =
    total === undefined
      ? done === 0
        ? ''
        : formatInteger(done)
      : strings.common.of(formatInteger(done), formatInteger(total));
  const words = [count, unit ?? ''].filter((part) => part !== '').join(' ');
  return [words, left === null ? '' : text.left(formatDuration(left))]
    .filter((part) => part !== '')
    .join(', ');
}
