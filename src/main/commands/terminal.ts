/**
 * Why this file exists: what a command says to a person (standard error: lines, progress) and to
 * a program (standard output: results, one JSON object), in one place.
 */
import type { OnProgress, Progress } from '../../shared/progress.ts';

export interface Terminal {
  /** A result for standard output, with a line end. */
  out: (text: string) => void;
  /** A line for a person, on standard error. */
  say: (text: string) => void;
  /** Shows progress on standard error: a bar on a terminal, occasional lines elsewhere. */
  progress: OnProgress;
  /** One JSON object alone on standard output. */
  json: (value: unknown) => void;
  /** No progress is shown. */
  readonly quiet: boolean;
}

/** What the terminal writes to and reads the time from; replaced in tests. */
export interface TerminalPorts {
  writeOut(text: string): void;
  writeError(text: string): void;
  /** Standard error is a terminal that can redraw a line. */
  redraws: boolean;
  /** Width in columns. */
  columns(): number;
  /** Milliseconds, monotonic. */
  now(): number;
  quiet(): boolean;
}

/** A log file gets at most one progress line in this time. */
const LINE_INTERVAL_MS = 4000;
/** A terminal's bar is redrawn at most this often. */
const REDRAW_INTERVAL_MS = 80;
/** A finished step shorter than this needs no closing line in a log. */
const SHORT_STEP_MS = 1000;
const BAR_CELLS = 20;

interface Step {
  name: string;
  startedAt: number;
  shownAt: number;
  last: Progress;
  /** Units that were done when the step was first seen (a resumed run), left out of the rate. */
  doneAtStart: number;
  finished: boolean;
}

/** Seconds as a person says them: `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A step of one unit without a name is only under way or done. */
function amount({ done, total, unit }: Progress): string {
  if (total === 1 && !unit) return done >= 1 ? 'done' : 'under way';
  const number = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(1));
  const suffix = unit ? ` ${unit}` : '';
  return total === undefined
    ? `${number(done)}${suffix}`
    : `${number(done)} of ${number(total)}${suffix}`;
}

/** The remaining time at the mean rate so far, or undefined while nothing is known. */
function secondsLeft(step: Step, now: number): number | undefined {
  const { done, total } = step.last;
  const gained = done - step.doneAtStart;
  const elapsed = now - step.startedAt;
  if (total === undefined || gained <= 0 || elapsed < 500) return undefined;
  return ((total - done) * elapsed) / gained / 1000;
}

function describe(step: Step, now: number): string {
  const { total, done, detail } = step.last;
  const parts = [amount(step.last)];
  if (total !== undefined && total > 1) parts.unshift(`${Math.floor((100 * done) / total)} %`);
  const left = secondsLeft(step, now);
  if (left !== undefined) parts.push(`about ${formatSeconds(left)} left`);
  if (detail) parts.push(detail);
  return parts.join(', ');
}

function bar({ done, total }: Progress): string {
  if (total === undefined || total <= 1) return '';
  const filled = Math.min(BAR_CELLS, Math.round((BAR_CELLS * done) / total));
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}] `;
}

/** A terminal over the given ports. */
export function createTerminal(ports: TerminalPorts): Terminal {
  let step: Step | undefined;
  let lineOnScreen = false;

  function clearLine(): void {
    if (lineOnScreen) ports.writeError('\r\x1b[K');
    lineOnScreen = false;
  }

  function say(text: string): void {
    clearLine();
    ports.writeError(`${text}\n`);
  }

  function draw(current: Step, now: number): void {
    const line = `${current.name} ${bar(current.last)}${describe(current, now)}`;
    ports.writeError(`\r${line.slice(0, Math.max(20, ports.columns() - 1))}\x1b[K`);
    lineOnScreen = true;
    current.shownAt = now;
  }

  function show(current: Step, now: number): void {
    if (ports.redraws) draw(current, now);
    else {
      say(`${current.name}: ${describe(current, now)}`);
      current.shownAt = now;
    }
  }

  function finish(current: Step, now: number): void {
    if (current.finished) return;
    current.finished = true;
    const elapsed = now - current.startedAt;
    const { detail } = current.last;
    if (ports.redraws || elapsed >= SHORT_STEP_MS) {
      const extra = detail ? ` (${detail})` : '';
      say(`${current.name}: ${amount(current.last)} in ${formatSeconds(elapsed / 1000)}${extra}`);
    }
  }

  function progress(report: Progress): void {
    if (ports.quiet()) return;
    const now = ports.now();
    const isNew = step?.name !== report.step || (step.finished && report.done < step.last.done);
    if (step && isNew) {
      // The step before ended without saying so; its last line stays readable.
      if (lineOnScreen) ports.writeError('\n');
      lineOnScreen = false;
    }
    if (!step || isNew) {
      step = {
        name: report.step,
        startedAt: now,
        shownAt: now,
        last: report,
        doneAtStart: report.done,
        finished: false,
      };
      if (ports.redraws) draw(step, now);
      else {
        const { total, unit } = report;
        const size =
          total === undefined || total <= 1 ? '' : ` (${total}${unit ? ` ${unit}` : ''})`;
        say(`${report.step}${size} ...`);
      }
    }
    step.last = report;
    if (report.total !== undefined && report.done >= report.total) finish(step, now);
    else if (now - step.shownAt >= (ports.redraws ? REDRAW_INTERVAL_MS : LINE_INTERVAL_MS)) {
      show(step, now);
    }
  }

  return {
    out(text) {
      clearLine();
      ports.writeOut(`${text}\n`);
    },
    say,
    progress,
    json(value) {
      clearLine();
      ports.writeOut(`${JSON.stringify(value, null, 2)}\n`);
    },
    get quiet() {
      return ports.quiet();
    },
  };
}

/** The terminal of this process. */
export function processTerminal(quiet: () => boolean): Terminal {
  return createTerminal({
    writeOut: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    redraws: process.stderr.isTTY && process.env['TERM'] !== 'dumb',
    columns: () => process.stderr.columns || 80,
    now: () => performance.now(),
    quiet,
  });
}
