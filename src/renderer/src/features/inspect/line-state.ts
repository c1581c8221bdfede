/** Why this file exists: which job of a product's line is shown, and how it stands. Pure. */
import type { InspectOutcome, JobSpec } from '../../../../shared/entities/job.ts';
import { InspectOutcomeSchema } from '../../../../shared/entities/job.ts';
import type { Run } from '../../../../shared/entities/run.ts';

type InspectSpec = Extract<JobSpec, { kind: 'inspect' }>;

/** What an inspection was asked to do; main has checked a run's parameters before it stored them. */
export function inspectSpec(run: Pick<Run, 'parameters'>): InspectSpec {
  return run.parameters as InspectSpec;
}

/** The outcome of an inspection that has ended; null before, or where it ended without one. */
export function inspectOutcome(run: Pick<Run, 'outcome'>): InspectOutcome | null {
  const parsed = InspectOutcomeSchema.safeParse(run.outcome);
  return parsed.success ? parsed.data : null;
}

/** Not ended: at work, or waiting for its turn or for a person. */
export function isOpen({ state }: Pick<Run, 'state'>): boolean {
  return state !== 'finished' && state !== 'failed' && state !== 'cancelled';
}

/** The newest job that inspects parts, of jobs newest first; undefined where there is none. */
export function lineRun(runs: readonly Run[]): Run | undefined {
  const parts = runs.filter((run) => inspectSpec(run).what !== 'verify');
  return parts.find(isOpen) ?? parts[0];
}

/** The newest check of the golden parts. */
export function checkRun(runs: readonly Run[]): Run | undefined {
  return runs.find((run) => inspectSpec(run).what === 'verify');
}

export type CheckState = 'passed' | 'failed' | 'stale' | 'never';

/** What the last check says of what has been in force since `since`. */
export function checkState(
  last: { at: number; passed: boolean } | null,
  since: number,
): CheckState {
  if (last === null) return 'never';
  if (last.at < since) return 'stale';
  return last.passed ? 'passed' : 'failed';
}

/** The start of the day that `now` lies in, in the reader's time zone. */
export function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

/** A moment as `datetime-local` fields want it: `2026-03-04T06:00`. */
export function localText(moment: number): string {
  const date = new Date(moment);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment of a `datetime-local` text; null where it is none. */
export function localMoment(text: string): number | null {
  const moment = new Date(text).getTime();
  return Number.isFinite(moment) && moment >= 0 ? moment : null;
}
