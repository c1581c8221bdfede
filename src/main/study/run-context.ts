/** Why this file exists: what every part of a running study needs. */
import type { Control } from '../engine/control.ts';
import type { StudyRequest } from './request.ts';
import type { Subject } from './subject.ts';

export interface RunContext {
  request: StudyRequest;
  subject: Subject;
  /** For people. */
  device: string;
  control: Control;
  notice: (sentence: string) => void;
}

/** Seconds since it was made. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => (performance.now() - started) / 1000;
}
